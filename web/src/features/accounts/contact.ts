/** A telephone number or an e-mail address becomes something one can press; a sentence does not. */
export function contactHref(contact: string): string | undefined {
  const plain = contact.normalize('NFKC').trim();
  if (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(plain)) return `mailto:${plain}`;
  return phoneHref(plain);
}

export function phoneHref(phone: string): string | undefined {
  const plain = phone.normalize('NFKC').trim();
  if (!/^\+?[0-9][0-9()\s-]{2,22}$/.test(plain)) return undefined;
  return `tel:${plain.replace(/[^0-9+]/g, '')}`;
}
