"""Reads the calendars of the platform with a parser that is not the platform's own: a meeting over a change of the
clocks is offered, chosen, changed and called off, and every entry has to say what was meant."""

import os
import re
import time
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import requests
from icalendar import Calendar

API = os.environ["CAIRN_API"]
ORIGIN = API.removesuffix("/api/v1")
PASSWORD = os.environ["CAIRN_PASSWORD"]
BERLIN = ZoneInfo("Europe/Berlin")
PLACE = "Café Ö, 1st floor; left \\ behind the 🌳, " + "far along the corridor, " * 8 + "🦉"
POINT = "Next steps, risks; \\n is no new line: " + "öé🌳" * 30


class Person:
    """Somebody of the sample programme who is signed in."""

    def __init__(self, name):
        self.email = f"{name}@sample.example"
        self.session = requests.Session()
        answer = self.call("POST", "/auth/login", json={"email": self.email, "password": PASSWORD})
        self.session.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
        self.me = self.call("GET", "/me").json()

    def call(self, method, path, **more):
        answer = self.session.request(method, f"{API}{path}", timeout=30, **more)
        assert answer.ok, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer


def change_of_clocks():
    """The noon before the next night, from the day after tomorrow on, in which Berlin changes its clocks."""
    noon = datetime.now(BERLIN).replace(hour=12, minute=0, second=0, microsecond=0) + timedelta(days=2)
    while noon.utcoffset() == (noon + timedelta(days=1)).utcoffset():
        noon += timedelta(days=1)
    return noon


def slot(local):
    return {"local": local.strftime("%Y-%m-%dT%H:%M"), "time_zone": "Europe/Berlin", "minutes": 90}


def proposal(*locals):
    slots = [slot(local) for local in locals]
    return {"slots": slots, "format": "in_person", "place": PLACE, "words": "As you like."}


def entry(content):
    """The only event of a calendar that is one from end to end."""
    calendar = Calendar.from_ical(content)
    assert not calendar.errors, calendar.errors
    assert all(len(line) <= 75 for line in content.split(b"\r\n")), "a line is too long"
    (event,) = calendar.walk("VEVENT")
    assert not event.errors, event.errors
    assert calendar["VERSION"] == "2.0" and calendar["PRODID"]
    return calendar, event


def letters(person, many):
    """The entries of the letters to somebody, the oldest first, once there are so many."""
    found = []
    for _ in range(100):
        page = requests.get(f"{ORIGIN}/mailbox", timeout=30).text
        listed = re.findall(r'href="(/mailbox/[^"/]+/calendar)"', page)
        contents = [requests.get(f"{ORIGIN}{path}", timeout=30).content for path in reversed(listed)]
        entries = [entry(content) for content in contents]
        found = [(calendar, event) for calendar, event in entries if person.email in str(event["ATTENDEE"])]
        if len(found) >= many:
            return found
        time.sleep(0.1)
    raise AssertionError(f"{len(found)} of {many} letters to {person.email}")


def check(event, meeting, begins):
    """What every entry says, whichever way it comes."""
    assert str(event["UID"]) == meeting["id"]
    assert event["DTSTART"].dt == begins, (event["DTSTART"].dt, begins)
    assert event["DTEND"].dt - event["DTSTART"].dt == timedelta(minutes=90)
    assert str(event["LOCATION"]) == PLACE, str(event["LOCATION"])
    assert "Noor Haddad" in str(event["SUMMARY"]) and "Wanjiru Mwangi" in str(event["SUMMARY"])


noor, wanjiru = Person("noor"), Person("wanjiru")
request = requests.get(f"{API}/openapi.json", timeout=30).json()
request = request["paths"]["/api/v1/requests"]["post"]["requestBody"]["content"]["application/json"]["example"]
sent = noor.call("POST", "/requests", json={**request, "mentor": wanjiru.me["id"]})
accepted = wanjiru.call(
    "POST",
    f"/requests/{sent.json()['id']}/accept",
    json={"welcome": "Welcome."},
    headers={"If-Match": wanjiru.call("GET", f"/requests/{sent.json()['id']}").headers["ETag"]},
)
relationship = accepted.json()["relationship"]

before = change_of_clocks()
after = (before + timedelta(days=1)).replace(hour=18, minute=30)
meeting = noor.call("POST", f"/relationships/{relationship}/meetings", json=proposal(before, after)).json()
noor.call("POST", f"/meetings/{meeting['id']}/agenda", json={"words": POINT})
wanjiru.call("POST", f"/meetings/{meeting['id']}/confirm", json={"slot": 2})
begins = after.astimezone(timezone.utc)

for person, other in [(noor, wanjiru), (wanjiru, noor)]:
    ((calendar, event),) = letters(person, 1)
    check(event, meeting, begins)
    assert calendar["METHOD"] == "REQUEST" and event["STATUS"] == "CONFIRMED" and event["SEQUENCE"] == 1
    assert str(event["ATTENDEE"]) == f"mailto:{person.email}"
    assert other.email.encode() not in calendar.to_ical()
    assert f"- {POINT}\n" in str(event["DESCRIPTION"]), str(event["DESCRIPTION"])

    calendar, event = entry(person.call("GET", f"/meetings/{meeting['id']}/invitation").content)
    check(event, meeting, begins)
    assert calendar["METHOD"] == "PUBLISH" and "ATTENDEE" not in event

# Noor has met somebody else before, so the feed of the other is the one with this meeting only.
feed = wanjiru.call("POST", "/me/calendar").json()["url"]
_, event = entry(requests.get(feed, timeout=30).content)
check(event, meeting, begins)

# What has been overtaken before it is written is not told: each step waits for the letters of the one before.
moved = wanjiru.call("POST", f"/meetings/{meeting['id']}/propose", json=proposal(before)).json()
letters(noor, 2), letters(wanjiru, 2)
noor.call("POST", f"/meetings/{meeting['id']}/confirm", json={"slot": moved["slots"][0]["number"]})
letters(noor, 3), letters(wanjiru, 3)
noor.call("POST", f"/meetings/{meeting['id']}/cancel", json={"words": "I am on call."})
for person in [noor, wanjiru]:
    entries = letters(person, 4)
    methods = [(str(calendar["METHOD"]), event["SEQUENCE"]) for calendar, event in entries]
    assert methods == [("REQUEST", 1), ("CANCEL", 2), ("REQUEST", 3), ("CANCEL", 4)], methods
    check(entries[2][1], meeting, before.astimezone(timezone.utc))
    assert entries[3][1]["STATUS"] == "CANCELLED" and str(entries[3][1]["UID"]) == meeting["id"]
assert not Calendar.from_ical(requests.get(feed, timeout=30).content).walk("VEVENT")
wanjiru.call("DELETE", "/me/calendar")
assert requests.get(feed, timeout=30).status_code == 404
