// sharp (libvips): the leading static layers are composited once; what follows is laid over them for each call,
// pictures as pixels and everything else as SVG, with text wrapped by fontkit's advances.
import fs from 'node:fs';
import {ASSETS, FONTS, bytes, code, emojiName, filled, gradient, serve, stars} from './common.mjs';

const config = `${ASSETS}/fonts.conf`;
fs.writeFileSync(config, `<?xml version="1.0"?><fontconfig><dir>${ASSETS}/fonts</dir><cachedir>${ASSETS}/fontconfig</cachedir></fontconfig>`);
process.env.FONTCONFIG_FILE = config; // read when sharp is loaded
const sharp = (await import('sharp')).default;
const fontkit = await import('fontkit');
sharp.concurrency(1); sharp.cache(false);

const faces = {}, advances = new Map();
function face(text, weight) {
  const file = FONTS.find(font => font.name.includes(/\p{Script=Arabic}/u.test(text) ? 'Arabic' : 'Inter') && (font.weight === weight || font.name.includes('Arabic'))).path;
  return faces[file] ??= fontkit.openSync(file);
}
function advance(text, weight) {
  const key = `${weight} ${text}`;
  if (!advances.has(key)) { const font = face(text, weight); advances.set(key, font.layout(text).advanceWidth / font.unitsPerEm); }
  if (advances.size > 5000) advances.clear();
  return advances.get(key);
}
function wrapped({payload, font_size: size, font_weight: weight, width, max_lines = 1}) {
  if (max_lines === 1) return [payload];
  const lines = [], space = advance(' ', weight) * size; let words = [], used = 0;
  for (const word of payload.split(' ')) {
    const long = advance(word, weight) * size;
    if (words.length && used + space + long > width) { lines.push(words.join(' ')); words = []; used = 0; }
    used += (words.length ? space : 0) + long; words.push(word);
  }
  return [...lines, words.join(' ')].slice(0, max_lines);
}
const escaped = text => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
// librsvg draws no colour fonts: each emoji is a picture, as wide as the font would have it.
const EMOJI = /\p{Emoji_Presentation}/u;
function pieces(line, layer, x, baseline) {
  const size = layer.font_size, words = (text, at) => `<tspan x="${at}" y="${baseline}">${escaped(text)}</tspan>`;
  let at = x, tspans = '', images = '';
  for (const piece of line.split(/(\p{Emoji_Presentation})/u).filter(Boolean)) {
    if (!EMOJI.test(piece)) { tspans += words(piece, at); at += advance(piece, layer.font_weight) * size; continue; }
    const file = `${ASSETS}/emoji/${emojiName(piece)}.png`;
    emoji[file] ??= fs.readFileSync(file).toString('base64');
    images += `<image x="${at}" y="${baseline - size * 0.95}" width="${size * 1.245}" height="${size * 1.172}" href="data:image/png;base64,${emoji[file]}"/>`;
    at += size * 1.245;
  }
  return [tspans, images];
}
const emoji = {};
function text(layer) {
  const size = layer.font_size, line = size * (layer.line_height ?? 120) / 100, lines = wrapped(layer);
  const [vertical, horizontal] = layer.type === 'button' ? ['middle', 'center'] : layer.alignment.split(' ');
  const top = layer.y + (vertical === 'middle' ? (layer.height - line * lines.length) / 2 : 0);
  const rightToLeft = /\p{Script=Arabic}/u.test(layer.payload); // there an anchor at the start is at the right
  const [x, anchor] = {left: [layer.x, 'start'], center: [layer.x + layer.width / 2, 'middle'],
    right: [layer.x + layer.width, rightToLeft ? 'start' : 'end']}[horizontal];
  const font = `font-family="Inter, Noto Sans Arabic" font-size="${size}" font-weight="${layer.font_weight}" fill="${layer.color}"`;
  return lines.map((words, i) => {
    const [tspans, images] = pieces(words, layer, x, top + line * i + line / 2 + size * 0.364);
    return `<text text-anchor="${anchor}" ${font}${rightToLeft ? ' direction="rtl"' : ''}>${tspans}</text>${images}`;
  }).join('');
}
function fillOf(name, fill) {
  const found = gradient(fill);
  if (!found) return ['', fill];
  const stops = found.stops.map(s => `<stop offset="${s.offset}%" stop-color="${s.colour}" stop-opacity="${s.opacity}"/>`).join('');
  return [`<linearGradient id="${name}" x2="${found.horizontal ? 1 : 0}" y2="${found.horizontal ? 0 : 1}">${stops}</linearGradient>`, `url(#${name})`];
}
function rectangle(layer) {
  const [definition, paint] = fillOf(layer.name, layer.background_color);
  return `${definition}<rect x="${layer.x}" y="${layer.y}" width="${layer.width}" height="${layer.height}" rx="${layer.corner_radius ?? 0}" fill="${paint}"/>`;
}
function vector(layer) {
  if (layer.type === 'shape') return rectangle(layer);
  if (layer.type === 'button') return rectangle(layer) + text(layer);
  if (layer.type === 'text') return text(layer);
  return `<g transform="translate(${layer.x} ${layer.y})">${layer.type === 'rating' ? stars(layer) : code(layer)}</g>`;
}
const isPicture = layer => layer.type === 'image' || layer.type === 'logo';
async function picture(layer) {
  const {width, height} = layer, radius = layer.mask_name === 'circle' ? width / 2 : layer.mask_properties?.radius ?? 0;
  let image = sharp(await bytes(layer.image_url)).resize(width, height).ensureAlpha();
  if (radius) image = image.composite([{input: Buffer.from(`<svg width="${width}" height="${height}"><rect width="${width}" height="${height}" rx="${radius}"/></svg>`), blend: 'dest-in'}]);
  return {input: await image.raw().toBuffer(), raw: {width, height, channels: 4}, left: layer.x, top: layer.y};
}
async function overlays(layers, {width, height}) {
  const found = [];
  for (let i = 0; i < layers.length;) {
    if (isPicture(layers[i])) { found.push(await picture(layers[i++])); continue; }
    let body = '';
    while (i < layers.length && !isPicture(layers[i])) body += vector(layers[i++]);
    found.push({input: Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${body}</svg>`)});
  }
  return found;
}
const bases = new Map();
async function base(workload, design, layers) {
  if (!bases.has(workload)) {
    const all = [{type: 'shape', name: 'root', x: 0, y: 0, width: design.width, height: design.height, background_color: design.background}, ...layers];
    const blank = sharp({create: {width: design.width, height: design.height, channels: 3, background: '#000'}});
    bases.set(workload, await blank.composite(await overlays(all, design)).removeAlpha().raw().toBuffer());
  }
  return sharp(bases.get(workload), {raw: {width: design.width, height: design.height, channels: 3}});
}

await serve(async (workload, format, values) => {
  const design = filled(workload, values), first = design.layers.findIndex(layer => layer.dynamic);
  const under = await base(workload, design, design.layers.slice(0, first));
  const done = under.composite(await overlays(design.layers.slice(first), design)).removeAlpha();
  return (format === 'png' ? done.png() : format === 'jpeg' ? done.jpeg({quality: 80}) : done.webp({quality: 80})).toBuffer();
});
