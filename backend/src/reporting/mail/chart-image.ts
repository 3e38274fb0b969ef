import { Resvg } from '@resvg/resvg-js';
import sharp from 'sharp';
import { installedFonts, type Fonts } from '../pdf/fonts.js';

/** Pixels of a picture for each CSS pixel: sharp on the screens of telephones. */
const SCALE = 2;

/** Enough for flat colours and the edges of letters; more makes mails larger and no picture better. */
const COLOURS = 96;

/** Which family draws which letters, as the font library looks for no other one by itself. What is in none is drawn by the first. */
const FAMILIES: readonly { readonly family: string; readonly letters: RegExp }[] = [
  { family: 'Noto Sans Hebrew', letters: /\p{Script=Hebrew}/u },
  { family: 'Vazirmatn', letters: /\p{Script=Arabic}/u },
  { family: 'Noto Sans Thai', letters: /\p{Script=Thai}/u },
  { family: 'Noto Sans JP', letters: /\p{Script=Hiragana}|\p{Script=Katakana}/u },
  { family: 'Noto Sans KR', letters: /\p{Script=Hangul}/u },
  { family: 'Noto Sans SC', letters: /\p{Script=Han}/u },
  { family: 'Noto Sans', letters: /\p{Script=Devanagari}/u },
  { family: 'Noto Emoji', letters: /\p{Emoji_Presentation}/u },
];

const FIRST = 'Inter';

/** Marks and blanks belong to the letters before them. */
const BELONGS = /[\p{Mark}\p{Separator}\p{Join_Control}\p{Variation_Selector}]/u;

const familyOf = (letter: string): string => FAMILIES.find(({ letters }) => letters.test(letter))?.family ?? FIRST;

/** Texts of a drawing whose letters are in several families get a part for each. @param used is filled with the families */
function withFamilies(svg: string, used: Set<string>): string {
  return svg.replaceAll(/>([^<]+)<\/text>/g, (whole, text: string) => {
    const runs: { family: string; text: string }[] = [];
    for (const letter of text) {
      const last = runs.at(-1);
      const family = last !== undefined && BELONGS.test(letter) ? last.family : familyOf(letter);
      if (last?.family === family) last.text += letter;
      else runs.push({ family, text: letter });
    }
    for (const { family } of runs) used.add(family);
    if (runs.every(({ family }) => family === FIRST)) return whole;
    return `>${runs.map((run) => `<tspan font-family="${run.family}">${run.text}</tspan>`).join('')}</text>`;
  });
}

/** Pixels of the drawing around it: dark surroundings begin at the edge of the picture. */
const MARGIN = 8;

const withMargin = (svg: string): string =>
  svg.replace(
    /viewBox="0 0 ([\d.]+) ([\d.]+)"\s+width="[\d.]+"\s+height="[\d.]+"/,
    (_, width: string, height: string) => {
      const [outerWidth, outerHeight] = [Number(width) + 2 * MARGIN, Number(height) + 2 * MARGIN];
      return `viewBox="${-MARGIN} ${-MARGIN} ${outerWidth} ${outerHeight}" width="${outerWidth}" height="${outerHeight}"`;
    },
  );

let installed: Fonts | undefined;

/** Files of families, by the folder that each is shipped in. */
function filesOf(families: ReadonlySet<string>): string[] {
  installed ??= installedFonts();
  const folders = [...families].map(
    (family) => `/${family === FIRST ? 'inter' : family.toLowerCase().replaceAll(' ', '-')}/`,
  );
  return installed.files.filter((file) => folders.some((folder) => file.includes(folder)));
}

/**
 * A drawing as an opaque PNG of few colours, so that it is the same on every ground.
 * @param width of the picture in CSS pixels; the drawing is enlarged to it
 */
export async function chartImage(
  svg: string,
  width: number,
): Promise<{ readonly png: Uint8Array; readonly height: number }> {
  const used = new Set([FIRST]);
  const drawing = withFamilies(withMargin(svg), used);
  const rendered = new Resvg(drawing, {
    background: '#ffffff',
    fitTo: { mode: 'width', value: width * SCALE },
    font: { loadSystemFonts: false, fontFiles: filesOf(used), defaultFontFamily: FIRST },
  }).render();
  const png = await sharp(rendered.pixels, { raw: { width: rendered.width, height: rendered.height, channels: 4 } })
    .removeAlpha()
    .png({ palette: true, colours: COLOURS, dither: 0, effort: 7, compressionLevel: 9 })
    .toBuffer();
  return { png, height: Math.round(rendered.height / SCALE) };
}
