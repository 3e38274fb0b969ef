import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);

/** A family as Typst knows it, the package that it is shipped in, and the scripts that need it. */
interface Family {
  readonly name: string;
  readonly package: string;
  readonly styles: readonly string[];
}

const UPRIGHT = ['400Regular', '600SemiBold', '700Bold'] as const;

/** In the order in which a letter is looked for. Those of East Asia are large and may be left out of an installation. */
const FAMILIES: readonly Family[] = [
  {
    name: 'Inter',
    package: '@expo-google-fonts/inter',
    styles: [...UPRIGHT, '400Regular_Italic', '600SemiBold_Italic'],
  },
  { name: 'Noto Sans', package: '@expo-google-fonts/noto-sans', styles: [...UPRIGHT, '400Regular_Italic'] },
  { name: 'Noto Sans Hebrew', package: '@expo-google-fonts/noto-sans-hebrew', styles: UPRIGHT },
  // Letters of Noto's Arabic come out twice when text is taken out of the PDF.
  { name: 'Vazirmatn', package: '@expo-google-fonts/vazirmatn', styles: UPRIGHT },
  { name: 'Noto Sans Thai', package: '@expo-google-fonts/noto-sans-thai', styles: UPRIGHT },
  { name: 'Noto Sans SC', package: '@expo-google-fonts/noto-sans-sc', styles: ['400Regular', '700Bold'] },
  { name: 'Noto Sans JP', package: '@expo-google-fonts/noto-sans-jp', styles: ['400Regular', '700Bold'] },
  { name: 'Noto Sans KR', package: '@expo-google-fonts/noto-sans-kr', styles: ['400Regular', '700Bold'] },
  { name: 'Noto Sans Symbols', package: '@expo-google-fonts/noto-sans-symbols', styles: ['400Regular'] },
  { name: 'Noto Emoji', package: '@expo-google-fonts/noto-emoji', styles: ['400Regular', '700Bold'] },
];

/** Fonts of an installation: files, and families in their order. */
export interface Fonts {
  readonly files: readonly string[];
  readonly families: readonly string[];
}

function folderOf(name: string): string | undefined {
  try {
    return dirname(require.resolve(`${name}/package.json`));
  } catch (error) {
    if ((error as { code?: unknown }).code === 'MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}

function filesOf({ package: name, styles }: Family): string[] {
  const folder = folderOf(name);
  if (folder === undefined) return [];
  return styles.flatMap((style) => {
    const inner = join(folder, style);
    return existsSync(inner)
      ? readdirSync(inner)
          .filter((file) => /\.(ttf|otf)$/.test(file))
          .map((file) => join(inner, file))
      : [];
  });
}

/** The fonts that are installed. Fonts of the machine are never used: a report looks the same everywhere. */
export function installedFonts(): Fonts {
  const found = FAMILIES.map((family) => ({ family: family.name, files: filesOf(family) }));
  if (found[0]?.files.length === 0) throw new Error('the fonts of reports are not installed; run "npm ci"');
  const present = found.filter(({ files }) => files.length > 0);
  return { files: present.flatMap(({ files }) => files), families: present.map(({ family }) => family) };
}
