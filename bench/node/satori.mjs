// satori lays out and writes SVG, resvg paints it: what @vercel/og does. JPEG and WebP leave through sharp.
import fs from 'node:fs';
import satori from 'satori';
import {Resvg} from '@resvg/resvg-js';
import {FONTS, background, bytes, emojiName, filled, mime, nodeOf, serve} from './common.mjs';

let sharp; // loaded by the first picture that is no PNG, so that it is no part of the cold start
const fonts = FONTS.filter(font => !font.name.includes('Emoji'))
  .map(({name, path, weight}) => ({name, weight, style: 'normal', data: fs.readFileSync(path)}));
const uris = new Map(); // fetched here too: satori fetches by itself, but nothing from loopback
async function uri(src, dynamic) {
  if (dynamic) return `data:${mime(src)};base64,${(await bytes(src)).toString('base64')}`;
  if (!uris.has(src)) uris.set(src, await uri(src, true));
  return uris.get(src);
}
const svgUri = svg => `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
const element = (type, style, children, extra = {}) => ({type, props: {style, children, ...extra}});
async function elementOf(node) {
  if (node.kind === 'text') return element('div', node.style, node.text);
  if (node.kind === 'box') return element('div', node.style, await Promise.all(node.children.map(elementOf)));
  const src = node.kind === 'svg' ? svgUri(node.svg) : await uri(node.src, node.layer.dynamic);
  return element('img', node.style, undefined, {src, width: node.layer.width, height: node.layer.height});
}
// satori draws no colour fonts; it asks for each emoji's picture.
async function loadAdditionalAsset(language, segment) {
  if (language !== 'emoji') return [];
  return uri(`asset:emoji/${emojiName(segment)}.png`, false);
}

await serve(async (workload, format, values) => {
  const design = filled(workload, values), {width, height} = design;
  const children = await Promise.all(design.layers.map(layer => elementOf(nodeOf(layer))));
  const root = element('div', {display: 'flex', position: 'relative', width, height, ...background(design.background)}, children);
  const svg = await satori(root, {width, height, fonts, loadAdditionalAsset});
  const painted = new Resvg(svg, {font: {loadSystemFonts: false}}).render();
  if (format === 'png') return painted.asPng();
  if (!sharp) { sharp = (await import('sharp')).default; sharp.concurrency(1); }
  const raw = sharp(painted.pixels, {raw: {width, height, channels: 4}});
  return format === 'jpeg' ? raw.flatten().jpeg({quality: 80}).toBuffer() : raw.webp({quality: 80}).toBuffer();
});
