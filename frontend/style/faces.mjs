// The sample portraits of the landing page: drawn, and of nobody.

const PEOPLE = {
  wanjiru: { skin: '#6d4630', hair: 'crop', colour: '#241b18', top: '#8c5a3c', ground: '#e7dccb', ear: '#d9a441' },
  tomasz: { skin: '#ecc4a6', hair: 'bald', colour: '#8b8479', top: '#54514a', ground: '#dfe4e2', beard: 'short', glasses: true },
  aroha: { skin: '#a87452', hair: 'long', colour: '#2b211d', top: '#3f6470', ground: '#e6e1d2' },
  kwabena: { skin: '#5a3a29', hair: 'short', colour: '#151210', top: '#7c8b4f', ground: '#ebe2cf', glasses: true },
  olena: { skin: '#f0cbb1', hair: 'bun', colour: '#7a4a2c', top: '#6b6f57', ground: '#e5e0e4' },
  harpreet: { skin: '#b98258', hair: 'turban', colour: '#8b4a3a', top: '#33454c', ground: '#e5e1d6', beard: 'full' },
};

const channels = (hex) => [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16));
const mix = (a, b, share) =>
  '#' + channels(a).map((x, i) => Math.round(x + (channels(b)[i] - x) * share).toString(16).padStart(2, '0')).join('');
const path = (fill, d, more = '') => `<path fill="${fill}" d="${d}"${more}/>`;
const line = (stroke, width, d) => `<path fill="none" stroke="${stroke}" stroke-width="${width}" stroke-linecap="round" d="${d}"/>`;

/** Each way to wear one's hair: what lies behind the head and what lies on it. */
const HAIR = {
  short: (c) => ['', path(c, 'M29.500 41c-2-14 4-25 18.500-25 13 0 20.500 9 18.500 25-1.500-7-4-11-7-13.500-7 2.500-16 1.500-22-1-4 3-6.500 8-8 14.500Z')],
  crop: (c) => ['', path(c, 'M30 38c-1-13 6.500-21 18-21s19 8 18 21c-2-6-5-10.500-9-12-6-1.500-12-1.500-18 0-4 1.500-7 6-9 12Z')],
  bald: (c) => ['', path(c, 'M29.800 44c-.8-4-.6-8 .4-11 1 1.500 1.500 4 1.300 7l-1.700 4ZM66.200 44c.8-4 .6-8-.4-11-1 1.500-1.500 4-1.300 7l1.700 4Z')],
  long: (c, dark) => [
    path(dark, 'M24 88c-2-20-1-35 2-48 2-15 10-25 22-25s20 10 22 25c3 13 4 28 2 48H24Z'),
    path(c, 'M29 47c-3-17 4-31 19-31s22 14 19 31c-2-10-7-17-19-21-11 4-17 11-19 21Z'),
  ],
  bun: (c, dark) => [
    `<circle cx="50" cy="13" r="9.500" fill="${dark}"/>` + path(dark, 'M29 52c-5-22 3-37 19-37s24 15 19 37H29Z'),
    path(c, 'M29.500 43c-2-15 4-26 18.500-26s20.500 11 18.500 26c-2-9-8-15-15-17-8 6-18 7-22 17Z'),
  ],
  turban: (c, dark) => [
    '',
    path(c, 'M27.500 35C26 19 35 9 48 9s22 10 20.500 26c-5-5-12-8-20.500-8s-15.500 3-20.500 8Z')
      + path(dark, 'M27.500 35c6-10 16-16 34-17.500C52 12 40 13 33 20c-4 4-5.500 9-5.500 15Z', ' opacity=".6"'),
  ],
};
const BEARD = {
  full: 'M31 42c.5 14 7 23.500 17 23.500S64.500 56 65 42c-2.500 5-4 8-7 9.500-3-2.500-6-3-10-3s-7 .5-10 3c-3-1.500-4.500-4.500-7-9.500Z',
  short: 'M33.500 50c2 9 7.500 14.500 14.500 14.500S60.500 59 62.500 50c-3 2-5 2-7 1-4-2-11-2-15 0-2 1-4 1-7-1Z',
};

function portrait({ skin, hair, colour, top, ground, beard, glasses, ear }) {
  const [dark, ink] = [mix(skin, '#3a1c10', 0.2), mix(skin, '#1a0d08', 0.78)];
  const lip = beard ? mix(skin, '#7a3b30', 0.35) : mix(skin, '#6d2a1e', 0.5);
  const [behind, above] = HAIR[hair](colour, mix(colour, '#000000', 0.22));
  const eye = (x) => `<ellipse cx="${x}" cy="42" rx="1.450" ry="1.700" fill="${ink}"/>`;
  const round = (x, y, r, look) => `<circle cx="${x}" cy="${y}" r="${r}" ${look}/>`;
  return [
    `<rect width="96" height="96" fill="${ground}"/><rect width="96" height="96" fill="var(--face-dusk)"/><g transform="translate(-11 -5.500) scale(1.23)">`,
    behind,
    path(top, 'M8 100c2-20 13-27 31-30h18c18 3 29 10 31 30Z'),
    path(mix(top, '#000000', 0.16), 'M57 70c18 3 29 10 31 30H66c2-12-2-23-9-30Z', ' opacity=".55"'),
    path(dark, 'M41 52h14v13c0 3 2.500 4.500 5 5.200-2 7.500-22 7.500-24 0 2.500-.7 5-2.200 5-5.200Z'),
    path(skin, 'M31 40c0-12 7.500-20 17-20s17 8 17 20c0 13-7.500 23-17 23s-17-10-17-23Z'),
    path(dark, 'M48 20c9.500 0 17 8 17 20 0 13-7.500 23-17 23-2 0-4-.5-5.800-1.400C52 58 56 50 56 40c0-9-3-16.500-8-20Z', ' opacity=".35"'),
    above,
    beard ? path(hair === 'turban' ? '#2b2320' : colour, BEARD[beard]) : '',
    glasses ? [40.8, 55.2].map((x) => round(x, 42, 5.4, 'fill="none" stroke="#2d2a26" stroke-width="1.6"')).join('') + line('#2d2a26', 1.6, 'M46.200 41.500c1.200-.9 2.400-.9 3.600 0') : '',
    ear ? [31, 65].map((x) => round(x, 50, 2, `fill="${ear}"`)).join('') : '',
    eye(40.8) + eye(55.2),
    line(dark, 1.3, 'M47.800 43.500c-.8 2-1.200 3.200-.9 4.200.5.7 1.300.8 2.200.5'),
    line(lip, 1.6, `M42.800 ${beard ? 53.2 : 52.6}c3 2.700 7.400 2.700 10.400 0`),
    '</g><rect width="96" height="96" fill="var(--face-veil)"/>',
  ].join('');
}

export const faces = () =>
  Object.entries(PEOPLE).map(([name, person]) => `<symbol id="face-${name}" viewBox="0 0 96 96">${portrait(person)}</symbol>`);
