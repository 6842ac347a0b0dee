// Headless Chromium: one page for each workload stays open, the layers that change are written anew, then a screenshot.
import fs from 'node:fs';
import {chromium} from 'playwright-core';
import {ASSETS, FONTS, background, filled, nodeOf, serve} from './common.mjs';

const browser = await chromium.launch({executablePath: process.env.BENCH_CHROMIUM, args: [
  '--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-default-apps',
  '--disable-sync', '--disable-extensions', '--no-first-run', '--no-pings', '--allow-file-access-from-files', '--font-render-hinting=none']});
const faces = FONTS.map(font => `@font-face{font-family:"Bench ${font.name}";font-weight:${font.weight};src:url("file://${font.path}")}`).join('');
const families = [...new Set(FONTS.map(font => `"Bench ${font.name}"`))].join(',');
const styled = style => Object.entries(style).map(([key, value]) => key === 'lineClamp'
  ? `display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:${value};overflow:hidden`
  : `${key.replace(/[A-Z]/g, c => `-${c.toLowerCase()}`)}:${key === 'fontFamily' ? families : value}`).join(';').replace(/"/g, "'");
const escaped = text => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
function html(node) {
  if (node.kind === 'text') return `<div dir="auto" style="${styled(node.style)}">${escaped(node.text)}</div>`;
  if (node.kind === 'box') return `<div style="${styled(node.style)}">${node.children.map(html).join('')}</div>`;
  if (node.kind === 'svg') return `<div style="${styled(node.style)}">${node.svg}</div>`;
  return `<img style="${styled(node.style)}" src="${node.src.replace(/^asset:/, `file://${ASSETS}/`)}">`;
}
let current; // one page at a time: the peak of memory is that of the workload
async function open(workload, design) {
  await current?.page.close();
  const body = design.layers.map(layer => `<div id="${layer.name}">${html(nodeOf(layer))}</div>`).join('');
  const file = `${ASSETS}/${workload}.html`;
  fs.writeFileSync(file, `<!doctype html><meta charset="utf-8"><style>${faces}*{margin:0;box-sizing:border-box}html{height:100%}body{height:100%;overflow:hidden;` +
    `${styled(background(design.background))}}</style>${body}`);
  const page = await browser.newPage({viewport: {width: design.width, height: design.height}});
  await page.goto(`file://${file}`);
  await page.evaluate(list => Promise.all(list.map(font => document.fonts.load(font, 'aم🎉'))), FONTS.map(font => `${font.weight} 28px "Bench ${font.name}"`));
  current = {workload, page, session: await page.context().newCDPSession(page)};
}

await serve(async (workload, format, values) => {
  const design = filled(workload, values);
  if (current?.workload !== workload) await open(workload, design);
  const {page, session} = current;
  const changed = design.layers.filter(layer => layer.dynamic).map(layer => [layer.name, html(nodeOf(layer))]);
  await page.evaluate(async layers => {
    for (const [name, text] of layers) document.getElementById(name).innerHTML = text;
    await Promise.all([...document.images].map(image => image.decode()));
  }, changed);
  const {data} = await session.send('Page.captureScreenshot', {format, ...(format === 'png' ? {} : {quality: 80})});
  return Buffer.from(data, 'base64');
}, () => browser.close());
