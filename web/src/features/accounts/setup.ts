/** What may stand behind a login: `yamada@minato`. The server has the same rule. */
const CODE = /^[a-z0-9-]{2,32}$/;

const SOUNDS = new Map(
  (
    'あa いi うu えe おo かka きki くku けke こko さsa しshi すsu せse そso たta ちchi つtsu てte とto ' +
    'なna にni ぬnu ねne のno はha ひhi ふfu へhe ほho まma みmi むmu めme もmo やya ゆyu よyo ' +
    'らra りri るru れre ろro わwa をo んn がga ぎgi ぐgu げge ごgo ざza じji ずzu ぜze ぞzo ' +
    'だda ぢji づzu でde どdo ばba びbi ぶbu べbe ぼbo ぱpa ぴpi ぷpu ぺpe ぽpo ' +
    'きゃkya きゅkyu きょkyo しゃsha しゅshu しょsho ちゃcha ちゅchu ちょcho にゃnya にゅnyu にょnyo ' +
    'ひゃhya ひゅhyu ひょhyo みゃmya みゅmyu みょmyo りゃrya りゅryu りょryo ' +
    'ぎゃgya ぎゅgyu ぎょgyo じゃja じゅju じょjo びゃbya びゅbyu びょbyo ぴゃpya ぴゅpyu ぴょpyo ' +
    'ぁa ぃi ぅu ぇe ぉo ゃya ゅyu ょyo ゎwa ゐi ゑe ゔvu'
  )
    .split(' ')
    .map((pair) => {
      const at = pair.search(/[a-z]/);
      return [pair.slice(0, at), pair.slice(at)] as const;
    }),
);

/** A code out of the name: its Latin letters and kana. How kanji are read nobody can guess: then it is left empty. */
export function proposeCode(name: string): string {
  const plain = name.normalize('NFKC').toLowerCase();
  const letters = romanise(plain)
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 32)
    .replace(/-+$/, '');
  return letters.length >= 2 ? letters : '';
}

export function goodCode(code: string): boolean {
  return CODE.test(code);
}

function romanise(text: string): string {
  const hiragana = text.replace(/[\u30a1-\u30f6]/g, (c) =>
    String.fromCharCode(c.charCodeAt(0) - 0x60),
  );
  return hiragana
    .replace(/[ぁ-ゔ][ゃゅょ]|[ぁ-ゔ]/gu, (kana) => {
      const known = SOUNDS.get(kana);
      if (known) return known;
      return [...kana].map((one) => SOUNDS.get(one) ?? one).join('');
    })
    .replace(/っ([a-z])/gu, '$1$1')
    .replace(/[っー]/gu, '');
}

/** The page of the set-up on which a field stands. */
export const PAGES = [['organisation', 'code'], ['name', 'login', 'password'], ['room']] as const;

export type SetUpField = (typeof PAGES)[number][number];
export type SetUpForm = Record<SetUpField, string>;

/** What is still to be written on one page: the field and the id of the sentence that says so. */
export function missing(form: SetUpForm, page: number): Partial<Record<SetUpField, string>> {
  const found: Partial<Record<SetUpField, string>> = {};
  for (const field of PAGES[page] ?? []) {
    const value = form[field].trim();
    if (!value) found[field] = 'accounts-fill';
    else if (field === 'code' && !goodCode(value)) found.code = 'accounts-bad_code';
    else if (field === 'login' && /[\s@＠]/u.test(value)) found.login = 'accounts-bad_login';
    else if (field === 'password' && [...form.password].length < 8)
      found.password = 'accounts-bad_password';
  }
  return found;
}

/** The page with the first field the server refused; null where it named none. */
export function pageOf(fields: Record<string, string>): number | null {
  const page = PAGES.findIndex((names) => names.some((name) => name in fields));
  return page < 0 ? null : page;
}
