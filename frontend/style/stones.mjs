// How stones, cairns and hillsides are drawn: seeded, so that every build draws the same.
// Colours are the theme's own properties: they reach a symbol through <use>, in the light and in the dark.

const random = (seed) => () => {
  seed |= 0;
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
};
const round = (n) => Math.round(n * 10) / 10;

/** A pebble: a flattened superellipse with slow unevenness, as one closed cubic path. */
export function pebble(seed, cx, cy, width, height, tilt = 0, unevenness = 1) {
  const next = random(seed * 7919 + 13);
  const [a1, a2, a3] = [next() * 6.28, next() * 6.28, next() * 6.28];
  const corners = 12;
  const angle = (tilt * Math.PI) / 180;
  const points = Array.from({ length: corners }, (_, i) => {
    const t = (i / corners) * Math.PI * 2;
    const flat = (v) => Math.sign(v) * Math.abs(v) ** (2 / 2.7);
    const swell = 1 + unevenness * (0.045 * Math.sin(2 * t + a1) + 0.05 * Math.sin(3 * t + a2) + 0.022 * Math.sin(5 * t + a3));
    const x = (flat(Math.cos(t)) * swell * width) / 2;
    let y = (flat(Math.sin(t)) * swell * height) / 2;
    if (y > 0) y *= 0.9;
    return [cx + x * Math.cos(angle) - y * Math.sin(angle), cy + x * Math.sin(angle) + y * Math.cos(angle)];
  });
  const at = (i) => points[(i + corners) % corners];
  let path = `M${round(at(0)[0])} ${round(at(0)[1])}`;
  for (let i = 0; i < corners; i++) {
    const [before, from, to, after] = [at(i - 1), at(i), at(i + 1), at(i + 2)];
    const c1 = [from[0] + (to[0] - before[0]) / 6, from[1] + (to[1] - before[1]) / 6];
    const c2 = [to[0] - (after[0] - from[0]) / 6, to[1] - (after[1] - from[1]) / 6];
    path += `C${[...c1, ...c2, ...to].map(round).join(' ')}`;
  }
  return path + 'Z';
}

let clips = 0;
const TONES = ['b', 'a', 'c', 'a', 'b', 'c', 'a', 'b'];

/** One stone: laid (a lit body over a shaded underside; `moss` 0 to 1 has grown on it), next, or still open. */
export function stone(seed, cx, cy, width, height, { tone, state = 'laid', tilt = 0, moss = 0 } = {}) {
  const outline = pebble(seed, cx, cy, width, height, tilt);
  if (state === 'open') return `<path fill="var(--stone-open)" stroke="var(--color-field)" stroke-width="1.5" stroke-dasharray="4 4" stroke-linecap="round" vector-effect="non-scaling-stroke" d="${outline}"/>`;
  if (state === 'next') return `<path fill="var(--color-amber-soft)" stroke="var(--color-accent)" stroke-width="2.5" vector-effect="non-scaling-stroke" d="${outline}"/>`;
  const grey = tone || TONES[seed % TONES.length];
  const clip = `clip-${++clips}`;
  const lit = pebble(seed, cx - width * 0.015, cy - height * 0.13, width * 0.99, height * 0.92, tilt);
  let drawn = `<clipPath id="${clip}"><path d="${outline}"/></clipPath><path fill="var(--color-stone-${grey}2)" d="${outline}"/><path fill="var(--color-stone-${grey})" clip-path="url(#${clip})" d="${lit}"/>`;
  if (moss > 0) drawn += `<path fill="var(--color-stone-moss)" clip-path="url(#${clip})" d="${mossOn(seed, cx, cy, width, height, moss)}"/>`;
  return drawn;
}

function mossOn(seed, cx, cy, width, height, moss) {
  const next = random(seed * 31 + 5);
  const [left, right] = [cx - width * 0.62, cx - width * 0.5 + width * moss];
  const base = cy - height * 0.5 + height * (0.22 + 0.26 * moss);
  let [px, py] = [left, base + height * 0.12];
  let path = `M${round(left)} ${round(cy - height)}L${round(px)} ${round(py)}`;
  for (let i = 1; i <= 5; i++) {
    const x = left + ((right - left) * i) / 5;
    const y = i === 5 ? cy - height * 0.62 : base + (next() - 0.45) * height * 0.2 * (1 - (i / 5) * 0.5) - height * 0.05 * i;
    path += `Q${round((px + x) / 2)} ${round(Math.max(py, y) + height * 0.07)} ${round(x)} ${round(y)}`;
    [px, py] = [x, y];
  }
  return path + 'Z';
}

const ground = (from, to, y) => `<path fill="none" stroke="var(--color-line)" stroke-width="1.5" stroke-linecap="round" d="M${from} ${y}H${to}"/>`;
const symbol = (id, width, height, drawn, more = '') => `<symbol id="${id}" viewBox="0 0 ${width} ${height}"${more}>${drawn}</symbol>`;

/** A cairn: `laid` stones, one `next` if wished, the rest open. `small`: three larger stones, for less than 64 px. */
export function cairn(id, { total, laid, next = false, width, seed, small = false }) {
  const vary = random(seed * 97 + total);
  const [thick, least] = small ? [0.4, 0.24] : [0.3, 0.115];
  const widths = Array.from({ length: total }, (_, i) => width * 0.94 * (1 - (small ? 0.52 : 0.68) * Math.pow(i / Math.max(total - 1, 1), 0.9)));
  const heights = widths.map((w, i) => Math.max(w * thick * (small ? 0.86 : 1), width * least) + (i === total - 1 ? width * 0.03 : 0));
  const height = heights.reduce((sum, h) => sum + h * 0.9, 0) + 4;
  let base = height;
  const stones = heights.map((h, i) => {
    const cy = base - h * 0.46;
    base -= h * 0.9;
    const dx = i === 0 ? 0 : (vary() - 0.5) * width * 0.09;
    const tilt = i === 0 ? 0 : (vary() - 0.5) * 7;
    const state = i < laid ? 'laid' : next && i === laid ? 'next' : 'open';
    const moss = i < laid - 1 ? ([0.62, 0.42, 0.3, 0.2][i] ?? 0.16) : 0;
    return stone(seed * 10 + i + 1, width / 2 + dx, cy, widths[i], h, { state, tilt, moss });
  });
  return symbol(id, width, round(height + 3), ground(2, width - 2, round(height + 0.5)) + stones.join(''));
}

/** The six stages of the way, each stone laid, next and open: `way-1-laid` … `way-6-open`. */
export function way() {
  const [widths, shifts, tilts, moss] = [[150, 130, 113, 95, 76, 50], [0, 3, -4, 4, -2, 2], [0, -1.5, 2, -2, 1.5, -3], [0.7, 0.5, 0.28, 0.2, 0, 0]];
  return widths.flatMap((width, i) =>
    ['laid', 'next', 'open'].map((state) =>
      // A stone is a little higher than its row: it lies on the one below.
      symbol(`way-${i + 1}-${state}`, 152, 34, stone(i + 41, 76 + shifts[i], 17, width, 38 - i, { state, tilt: tilts[i], moss: state === 'laid' ? moss[i] : 0 }), ' overflow="visible"')));
}

/** Small drawings for empty places, marks of a history, and a letter with a stone on it, so that the wind does not take it. */
export function still() {
  const empty = (id, drawn) => symbol(id, 96, 48, ground(4, 92, 44) + drawn);
  const letter = (id, state) => symbol(id, 120, 92, ground(2, 118, 86)
    + '<g fill="var(--color-base-100)" stroke="var(--color-field)" stroke-width="2" stroke-linejoin="round"><path d="M16 30h88a4 4 0 0 1 4 4v46a4 4 0 0 1-4 4H16a4 4 0 0 1-4-4V34a4 4 0 0 1 4-4Z"/><path fill="none" d="m13 33 42.500 30a8 8 0 0 0 9 0L107 33"/></g>'
    + stone(4, 60, 22, 58, 24, { state, tilt: -3, moss: state === 'laid' ? 0.5 : 0 }));
  return [
    empty('empty-open', stone(4, 48, 31, 58, 24, { state: 'open' })),
    empty('empty-laid', stone(2, 48, 33, 60, 22, { moss: 0.6 })),
    empty('empty-next', stone(3, 48, 34, 62, 20, { moss: 0.6 }) + stone(7, 50, 15, 40, 17, { state: 'next', tilt: -3 })),
    empty('empty-two', stone(2, 26, 34, 38, 18, { moss: 0.5 }) + stone(6, 72, 34, 36, 18)
      + '<path d="M46 36c3-3 6-3 8 0" fill="none" stroke="var(--color-field)" stroke-width="2" stroke-linecap="round" stroke-dasharray=".1 4.5"/>'),
    ...['laid', 'next', 'open'].map((state) => symbol(`mark-${state}`, 26, 18, stone(3, 13, 9, 24, 15, { state }))),
    letter('letter-sent', 'laid'),
    letter('letter-next', 'next'),
  ];
}

const swell = (w, base, amp, phase, freq, x) =>
  base - amp * (0.55 * Math.sin((x / w) * 4.2 * freq + phase) + 0.3 * Math.sin((x / w) * 9.1 * freq + phase * 2.3) + 0.12 * Math.sin((x / w) * 17 * freq + phase * 0.7));

function ridge(w, base, amp, phase, freq) {
  const points = Array.from({ length: 11 }, (_, i) => [(i * w) / 10, swell(w, base, amp, phase, freq, (i * w) / 10)]);
  let path = `M${points[0].map(round).join(' ')}`;
  for (let i = 0; i < 10; i++) {
    const [a, b, c, d] = [points[Math.max(i - 1, 0)], points[i], points[i + 1], points[Math.min(i + 2, 10)]];
    path += `C${[b[0] + (c[0] - a[0]) / 6, b[1] + (c[1] - a[1]) / 6, c[0] - (d[0] - b[0]) / 6, c[1] - (d[1] - b[1]) / 6, ...c].map(round).join(' ')}`;
  }
  return path;
}

function pile(x, y, size, count, seed, mossy) {
  let base = y;
  return [1, 0.82, 0.7, 0.55, 0.42, 0.27].slice(0, count).map((share, i) => {
    const w = size * share;
    const h = Math.max(w * 0.3, size * 0.13);
    const cy = base - h * 0.45;
    base -= h * 0.88;
    return stone(seed * 10 + i, x + size * [0, -0.05, 0.04, -0.02, 0.05, 0][i], cy, w, h, { tilt: [0, -3, 3, -2, 4, -5][i], moss: mossy ? [0.66, 0.4, 0.3, 0.16, 0, 0][i] : 0 });
  }).join('');
}

/** A hillside: four ridges, a dotted path to a small cairn far off, and a large one near by. */
export function hillside(id, w, h, { seed, cairnAt, size, farAt, stones, lift, amps }) {
  const bases = lift.map((v) => v * h);
  const heights = amps.map((v) => v * h);
  const phases = [0.6, 2.4, 4.4, 1.2].map((v) => v + seed);
  const freqs = [1, 1.1, 0.9, 0.8];
  const [x, y] = [w * cairnAt[0], h * cairnAt[1]];
  const farX = w * farAt;
  const farY = swell(w, bases[1], heights[1], phases[1], freqs[1], farX) + h * 0.012;
  const at = (a, b) => `${round(farX + a * w)} ${round(farY + b * (h - farY))}`;
  const path = `M${at(-0.2, 1.02)}C${at(-0.06, 0.8)} ${at(0.2, 0.92)} ${at(0.1, 0.66)}S${at(-0.12, 0.48)} ${at(-0.03, 0.3)}S${at(0.05, 0.16)} ${at(0, 0.03)}`;
  const hill = (i) => `<path fill="var(--color-ridge-${i + 1})" d="${ridge(w, bases[i], heights[i], phases[i], freqs[i])}V${h}H0Z"/>`;
  const drawn = hill(0) + hill(1) + pile(farX, farY, w * 0.05, 6, 4, false) + hill(2) + hill(3)
    + `<path d="${path}" fill="none" stroke="var(--way-dots)" stroke-width="${round(Math.max(2, w * 0.0028))}" stroke-linecap="round" stroke-dasharray=".1 ${round(Math.max(7, w * 0.0085))}"/>`
    + `<ellipse fill="var(--stone-shade)" cx="${round(x + size * w * 0.03)}" cy="${round(y - size * w * 0.012)}" rx="${round(size * w * 0.57)}" ry="${round(size * w * 0.05)}"/>`
    + pile(x, y, size * w, stones, 3 + Math.round(seed), true);
  return symbol(id, w, h, drawn, ' preserveAspectRatio="xMidYMax slice"');
}

/** The word mark's cairn: three stones in the text's colour, the fourth in amber. */
export function logo() {
  const stones = [[3, 32, 53.5, 56, 15.5, 0, 0.45], [5, 29.5, 37.6, 43, 13.6, -3, 0.45], [9, 35.5, 23.4, 29, 12.2, 3, 0.45], [12, 30.5, 9.8, 16, 12.4, -5, 0.45]];
  return symbol('logo', 64, 64, stones.map((of, i) => `<path fill="${i < 3 ? 'currentColor' : 'var(--color-accent)'}" d="${pebble(...of)}"/>`).join(''));
}
