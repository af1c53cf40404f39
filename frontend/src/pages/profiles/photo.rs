//! The photo: chosen from the device, shown at once, sent, changed, taken away.
use api_client::Error;
use domain::profiles::MOST_PHOTO_BYTES;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, HtmlInputElement, Url};

use crate::components::face::large_face;
use crate::components::icon::{Icon, icon};
use crate::components::page::{click, focus};
use crate::components::states;
use crate::components::toast::Toasts;
use crate::follow::{RwSignal, memo, spawn};
use crate::session::Session;
use crate::text::{self, profile as t};
use crate::view::{IntoView, View, view};

const TYPES: [&str; 3] = ["image/jpeg", "image/png", "image/webp"];
/// The id of the button that adds a photo or changes it.
const CHOOSE: &str = "choose-photo";
/// The id of the field that takes the file.
const FILE: &str = "photo-file";

#[derive(Clone, Copy)]
struct Photo {
    session: Session,
    toasts: Toasts,
    /// The address of the picture that is on its way.
    sending: RwSignal<Option<String>>,
    /// Why it was not taken.
    wrong: RwSignal<Option<String>>,
}

/// The photo and its buttons.
pub(super) fn view() -> View {
    let photo = Photo {
        session: Session::here(),
        toasts: Toasts::here(),
        sending: RwSignal::new(None),
        wrong: RwSignal::new(None),
    };
    let there = memo(move || photo.session.me().is_some_and(|me| me.photo.is_some()));
    let words = move || if there.get() { t::photo_change() } else { t::photo_add() };
    // A button that is switched off loses the focus.
    let busy = move || photo.sending.read().is_some().to_string();
    let choose = move |_| {
        if photo.is_idle() {
            click(FILE);
        }
    };
    let remove = move || {
        there.get().then(|| {
            view! { <button type="button" class="btn btn-ghost" aria-disabled=busy on:click=move |_| photo.remove()>{t::photo_remove()}</button> }
        })
    };
    view! {
        <fieldset class="min-w-0">
            <legend class="legend">{t::photo()}</legend>
            <div class="mt-2 flex flex-wrap items-center gap-5">
                {move || photo.face()}
                <div class="flex flex-wrap gap-2.5">
                    <button type="button" id=CHOOSE class="btn" aria-disabled=busy on:click=choose>{words}</button>
                    {remove}
                </div>
            </div>
            <input id=FILE type="file" hidden accept=TYPES.join(",") aria-label=t::photo() on:change=move |event| photo.chosen(&event) />
            <p class="hint mt-2">{t::photo_hint()}</p>
            <div role="status">{move || photo.said()}</div>
        </fieldset>
    }
}

impl Photo {
    fn is_idle(self) -> bool {
        self.sending.with_untracked(Option::is_none)
    }

    fn face(self) -> View {
        if let Some(address) = self.sending.get() {
            return view! { <span class="face size-20 opacity-60"><img src=address alt="" /></span> };
        }
        let me = self.session.me();
        me.map(|me| large_face(&me.display_name, me.photo.as_ref(), "size-20 text-2xl")).into_view()
    }

    fn said(self) -> View {
        if self.sending.read().is_some() {
            return view! {
                <p class="text-sm mt-1.5 flex items-center gap-2">
                    <span class="loading loading-spinner loading-sm" aria-hidden="true"></span> {t::photo_sending()}
                </p>
            };
        }
        let wrong = self.wrong.get();
        wrong.map(|words| view! { <p class="say say-wrong mt-1.5">{icon(Icon::WarningCircle, "size-4.5")} {words}</p> }).into_view()
    }

    fn chosen(self, event: &web_sys::Event) {
        let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        let Some(input) = input else { return };
        let file = input.files().and_then(|files| files.get(0));
        // So that the same file can be chosen again.
        input.set_value("");
        if let Some(file) = file {
            self.send(file);
        }
    }

    fn send(self, file: File) {
        let media_type = TYPES.into_iter().find(|known| *known == file.type_());
        let too_large = file.size() > f64::from(u32::try_from(MOST_PHOTO_BYTES).unwrap_or(u32::MAX));
        let Some(media_type) = media_type.filter(|_| !too_large) else {
            let code = if too_large { "body_too_large" } else { "unsupported_media_type" };
            return self.wrong.set(text::problems::find(code).map(str::to_owned));
        };
        self.wrong.set(None);
        let address = Url::create_object_url_with_blob(&file).unwrap_or_default();
        self.sending.set(Some(address.clone()));
        spawn(async move {
            let answer = match bytes(&file).await {
                Some(bytes) => self.session.client().set_photo(media_type, bytes).await,
                None => Err(Error::Unreadable),
            };
            // What remains is memory.
            let _ = Url::revoke_object_url(&address);
            self.sending.try_set(None);
            match answer {
                Ok(photo) => {
                    self.session.update_me(|me| me.photo = Some(photo));
                    self.toasts.say(t::photo_saved());
                }
                Err(error) => {
                    self.wrong.try_set(Some(states::said(&error)));
                }
            }
        });
    }

    fn remove(self) {
        if !self.is_idle() {
            return;
        }
        self.wrong.set(None);
        spawn(async move {
            match self.session.client().remove_photo().await {
                Ok(()) => {
                    self.session.update_me(|me| me.photo = None);
                    self.toasts.say(t::photo_removed());
                    focus(CHOOSE);
                }
                Err(error) => {
                    self.wrong.try_set(Some(states::said(&error)));
                }
            }
        });
    }
}

/// The bytes of a file; nothing when it cannot be read (any more).
async fn bytes(file: &File) -> Option<Vec<u8>> {
    let buffer = JsFuture::from(file.array_buffer()).await.ok()?;
    Some(js_sys::Uint8Array::new(&buffer).to_vec())
}
