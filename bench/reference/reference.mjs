// Draws the cases of a job with satori and resvg: node reference.mjs JOB
import fs from 'node:fs';
import satori from 'satori';
import {Resvg} from '@resvg/resvg-js';

const job = JSON.parse(fs.readFileSync(process.argv[2]));
const all = job.fonts.map(({name, path, weight}) => ({name, weight, style: 'normal', data: fs.readFileSync(path)}));
const [width, height] = job.size;
for (const {name, tree} of job.cases) {
  const named = JSON.stringify(tree);
  const fonts = all.filter(font => named.includes(`"${font.name}"`) || font.name === 'Inter');
  const svg = await satori(tree, {width, height, fonts});
  fs.writeFileSync(`${job.out}/${name}.png`, new Resvg(svg, {font: {loadSystemFonts: false}}).render().asPng());
}
