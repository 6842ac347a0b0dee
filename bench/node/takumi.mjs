// takumi lays out, paints and encodes in one native library. Static pictures stay decoded in its cache.
import fs from 'node:fs';
import {Renderer} from '@takumi-rs/core';
import {FONTS, background, bytes, filled, nodeOf, serve} from './common.mjs';

const renderer = new Renderer();
for (const {name, path, weight} of FONTS) await renderer.registerFont({name, weight, style: 'normal', data: fs.readFileSync(path)});
const fontFamilies = [...new Set(FONTS.map(font => font.name))];
const still = new Map();
async function source(src, dynamic) {
  if (dynamic) return {src, data: await bytes(src), cache: 'none'};
  if (!still.has(src)) still.set(src, {src, data: await bytes(src), cache: 'auto'});
  return still.get(src);
}
async function takumiNode(node, images) {
  const {style} = node;
  if (node.kind === 'text') return {type: 'text', text: node.text, style: {...style, fontFamily: fontFamilies.join(', ')}};
  if (node.kind === 'box') return {type: 'container', style, children: await Promise.all(node.children.map(child => takumiNode(child, images)))};
  const src = node.kind === 'svg' ? node.layer.name : node.src;
  images.push(node.kind === 'svg' ? {src, data: Buffer.from(node.svg), cache: 'none'} : await source(src, node.layer.dynamic));
  return {type: 'image', src, width: node.layer.width, height: node.layer.height, style};
}

await serve(async (workload, format, values) => {
  const design = filled(workload, values), {width, height} = design, images = [];
  const children = await Promise.all(design.layers.map(layer => takumiNode(nodeOf(layer), images)));
  const style = {display: 'flex', position: 'relative', width: `${width}px`, height: `${height}px`, ...background(design.background)};
  return renderer.render({type: 'container', style, children}, {width, height, format, quality: 80, images, fontFamilies});
});
