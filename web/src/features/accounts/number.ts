const DIGITS = 12;

/** 「１２３４-５６７８」 as it is shown: digits only, by four. What is pasted may hold anything between them. */
export function grouped(typed: string): string {
  const digits = typed.normalize('NFKC').replace(/\D/g, '').slice(0, DIGITS);
  return digits.replace(/(.{4})(?=.)/g, '$1 ');
}

export function isWhole(number: string): boolean {
  return number.replace(/ /g, '').length === DIGITS;
}
