/** For searching on the device: width, case, and the two kana scripts make no difference. */
export function fold(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\u30a1-\u30f6]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0x60))
    .replace(/\s+/g, '');
}

export function includes(text: string, query: string): boolean {
  return fold(text).includes(fold(query));
}
