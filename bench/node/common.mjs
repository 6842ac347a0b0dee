// What every adapter needs: the line protocol, the designs with a call's values put in, and colours and shapes in CSS.
//
// Request, one line of JSON: {"workload", "format", "values": [{"layer.property": value}, …], "save": path or null}.
// Answer: {"ms": [one number for each of the values], "sizes": […]} or {"error": …}. "save" takes the last picture.
import fs from 'node:fs';
import readline from 'node:readline';
import qrcode from 'qrcode-generator';

export const ASSETS = process.env.BENCH_ASSETS;
export const FONTS = [
  {name: 'Inter', file: 'Inter-400.ttf', weight: 400},
  {name: 'Inter', file: 'Inter-700.ttf', weight: 700},
  {name: 'Noto Sans Arabic', file: 'Arabic-700.ttf', weight: 700},
  {name: 'Noto Color Emoji', file: 'Emoji-400.ttf', weight: 400},
].map(font => ({...font, path: `${ASSETS}/fonts/${font.file}`}));
const CONTENT = {text: 'payload', button: 'payload', qrcode: 'payload', image: 'image_url', logo: 'image_url', rating: 'rating_score'};

const designs = new Map();
function design(name) {
  if (!designs.has(name)) designs.set(name, JSON.parse(fs.readFileSync(`${process.env.BENCH_DESIGNS}/${name}.json`, 'utf8')));
  return designs.get(name);
}

// The design's only format with the values put in: {width, height, background, layers}; a layer whose values came from
// the call is `dynamic`.
export function filled(name, values) {
  const {formats: [format], layers} = design(name);
  const own = {};
  for (const [key, value] of Object.entries(values)) {
    const [layer, property] = key.split('.');
    (own[layer] ??= {})[property ?? CONTENT[layers.find(l => l.name === layer).type]] = value;
  }
  return {
    width: format.width, height: format.height, background: format.background_color,
    layers: layers.map(l => ({name: l.name, type: l.type, ...l.layout, ...l.properties, ...own[l.name], dynamic: l.name in own})),
  };
}

// The bytes of a picture: a file of ours, or one that has to be fetched.
export async function bytes(url) {
  if (url.startsWith('asset:')) return fs.readFileSync(`${ASSETS}/${url.slice(6)}`);
  return Buffer.from(await (await fetch(url)).arrayBuffer());
}
// The file name of an emoji's picture, for engines that draw no colour fonts.
export const emojiName = text => [...text].map(c => c.codePointAt(0).toString(16)).filter(c => c !== 'fe0f').join('-');
export const mime = url => url.includes('.png') ? 'image/png' : 'image/jpeg';

// "linear-gradient(x1% y1% x2% y2%,offset% colour opacity,…)", horizontal or vertical, or a plain colour.
export function gradient(fill) {
  const [, axis, ...stops] = /^linear-gradient\((.*)\)$/.exec(fill)?.[1].split(',').reduce((all, part) => [...all, part.trim()], ['']) ?? [];
  if (!axis) return null;
  const [x1, , x2] = axis.split(' ').map(parseFloat);
  return {horizontal: x1 !== x2, stops: stops.map(stop => {
    const [offset, colour, opacity] = stop.split(' ');
    return {offset: parseFloat(offset), colour, opacity: Number(opacity)};
  })};
}
const rgba = ({colour, opacity}) => `rgba(${[1, 3, 5].map(i => parseInt(colour.slice(i, i + 2), 16)).join(',')},${opacity})`;
export function background(fill) {
  const found = gradient(fill);
  if (!found) return {backgroundColor: fill};
  const stops = found.stops.map(stop => `${rgba(stop)} ${stop.offset}%`).join(', ');
  return {backgroundImage: `linear-gradient(${found.horizontal ? 'to right' : 'to bottom'}, ${stops})`};
}

// A layer as a small tree that satori, takumi and HTML share: {kind: box|text|image|svg, style, text|src|svg, children}.
export function nodeOf(layer) {
  const px = n => `${n}px`;
  const place = {position: 'absolute', left: px(layer.x), top: px(layer.y), width: px(layer.width), height: px(layer.height)};
  switch (layer.type) {
    case 'shape':
      return {kind: 'box', style: {...place, display: 'flex', ...background(layer.background_color)}, children: []};
    case 'image': case 'logo': {
      const radius = layer.mask_name === 'circle' ? layer.width / 2 : layer.mask_properties?.radius ?? 0;
      return {kind: 'image', src: layer.image_url, layer, style: {...place, objectFit: 'cover', ...(radius && {borderRadius: px(radius)})}};
    }
    case 'rating': case 'qrcode':
      return {kind: 'svg', svg: layer.type === 'rating' ? stars(layer) : code(layer), layer, style: place};
    case 'button':
      return {kind: 'box', style: {...place, display: 'flex', alignItems: 'center', justifyContent: 'center',
        backgroundColor: layer.background_color, borderRadius: px(layer.corner_radius)}, children: [textNode(layer, {})]};
    case 'text': {
      const [vertical, horizontal] = layer.alignment.split(' ');
      return {kind: 'box', style: {...place, display: 'flex', alignItems: vertical === 'middle' ? 'center' : 'flex-start'},
        children: [textNode(layer, {width: px(layer.width), textAlign: horizontal, lineClamp: layer.max_lines})]};
    }
  }
}
function textNode(layer, style) {
  return {kind: 'text', text: layer.payload, style: {display: 'block', fontFamily: 'Inter', fontSize: `${layer.font_size}px`,
    fontWeight: layer.font_weight, lineHeight: (layer.line_height ?? 120) / 100, color: layer.color, ...style}};
}

const STAR = 'M12.00 0.00L15.34 8.44L24.00 9.17L17.40 15.11L19.42 24.00L12.00 19.24L4.58 24.00L6.60 15.11L0.00 9.17L8.66 8.44z';
export function stars({star_dimension: side, star_margin: margin, rating_score: score, star_color, background_color, width, height}) {
  const row = colour => [0, 1, 2, 3, 4].map(i => `<path transform="translate(${i * (side + margin)} 0) scale(${side / 24})" d="${STAR}" fill="${colour}"/>`).join('');
  const full = score / 20, lit = Math.floor(full) * (side + margin) + (full % 1) * side;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">` +
    `<clipPath id="lit"><rect width="${lit}" height="${height}"/></clipPath>${row(background_color)}<g clip-path="url(#lit)">${row(star_color)}</g></svg>`;
}
// Like ours: whole pixels a module, the quiet zone of four modules and what is left over around them.
export function code({payload, width, height, foreground_color, background_color}) {
  const qr = qrcode(0, 'M');
  qr.addData(payload);
  qr.make();
  const count = qr.getModuleCount(), module = Math.floor(width / (count + 8)), edge = Math.floor((width - count * module) / 2);
  let path = '';
  for (let y = 0; y < count; y++) for (let x = 0; x < count; x++) if (qr.isDark(y, x)) path += `M${x} ${y}h1v1h-1z`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">` +
    `<rect width="100%" height="100%" fill="${background_color}"/>` +
    `<path transform="translate(${edge} ${edge}) scale(${module})" d="${path}" fill="${foreground_color}"/></svg>`;
}

// Answer requests until stdin ends; `cold VALUES` renders one W1 PNG and leaves.
export async function serve(render, close = () => {}) {
  if (process.argv[2] === 'cold') {
    const picture = await render('W1', 'png', JSON.parse(process.argv[3]));
    process.stdout.write(`done ${picture.length}\n`);
    await close();
    process.exit(0);
  }
  process.stdout.write('{"ready":1}\n');
  for await (const line of readline.createInterface({input: process.stdin})) {
    const {workload, format, values, save} = JSON.parse(line), ms = [], sizes = [];
    let picture;
    try {
      for (const one of values) {
        const start = performance.now();
        picture = await render(workload, format, one);
        ms.push(performance.now() - start); sizes.push(picture.length);
      }
      if (save) fs.writeFileSync(save, picture);
      process.stdout.write(JSON.stringify({ms, sizes}) + '\n');
    } catch (error) {
      process.stdout.write(JSON.stringify({error: String(error.stack ?? error)}) + '\n');
    }
  }
  await close();
  process.exit(0);
}
