import type { Id, Message, Person, Room, System } from '~/lib/wire/types';

type Say = (id: string, args?: Record<string, string | number>) => string;

/** Somebody from outside is always named with the organisation: 前田 一郎 @南浜自治会. */
export function fullName(person: Pick<Person, 'name' | 'affiliation' | 'outside'>): string {
  return person.outside && person.affiliation
    ? `${person.name} @${person.affiliation}`
    : person.name;
}

/** The surname, or the first name where there is one word only. */
export function shortName(name: string): string {
  return name.trim().split(/\s+/u)[0] ?? name;
}

/** Marks a name, for `parts`: no text of a person holds these. */
const OPEN = '\u0002';
const CLOSE = '\u0003';
const LONG = 14;
const named = (name: string): string => OPEN + name + CLOSE;

/** A sentence in pieces: names are not broken over two lines, unless they are too long for one. */
export function parts(sentence: string): { text: string; together: boolean }[] {
  return sentence
    .split(OPEN)
    .flatMap((piece, i) => {
      if (i === 0) return [{ text: piece, together: false }];
      const [name = '', rest = ''] = piece.split(CLOSE);
      return [
        { text: name, together: name.length <= LONG },
        { text: rest, together: false },
      ];
    })
    .filter((part) => part.text !== '');
}

/** The names of a sentence marked for `parts`. */
export function withNames(t: Say, id: string, names: Record<string, string>): string {
  const marked = Object.entries(names).map(([key, name]) => [key, named(name)]);
  return t(id, Object.fromEntries(marked) as Record<string, string>);
}

/** A system message, in the reader's language; for the log its names are marked (see `parts`). */
export function systemLine(message: Message, t: Say, marked = false): string {
  const whole = marked ? named : (name: string) => name;
  if (message.unsent_at) return t('rooms-unsent', { name: whole(message.sender_name) });
  const system = message.system;
  if (!system) return '';
  const by = system.by ? whole(system.by.name) : '';
  const self = system.accounts.length === 1 && system.accounts[0]?.id === system.by?.id;
  const brought = system.accounts.filter((person) => person.id !== system.by?.id);
  const made = system.what === 'created';
  const what = system.what === 'joined' && by && !self ? 'added' : system.what;
  return t(`rooms-system_${what}${made && brought.length > 0 ? '_with' : ''}`, {
    who: made
      ? whoOf({ ...system, accounts: brought, count: system.count - 1 }, t, whole)
      : whoOf(system, t, whole),
    by,
    name: system.name ?? '',
    count: system.count,
  });
}

const NAMED = 3;

function whoOf(system: System, t: Say, whole: (name: string) => string): string {
  const shown = system.accounts.slice(0, NAMED).map((person) => {
    if (!person.outside) return t('rooms-name', { name: whole(person.name) });
    if (!person.affiliation) return t('rooms-outside_name', { name: whole(person.name) });
    return t('rooms-outside_from', { name: whole(person.name), from: whole(person.affiliation) });
  });
  const more = Math.max(system.count, system.accounts.length) - shown.length;
  const list = shown.join(t('rooms-comma'));
  return more > 0 ? t('rooms-and_more', { list, count: more }) : list;
}

/** Whether the line tells of somebody from outside: then it is drawn in amber. */
export function aboutOutside(message: Message): boolean {
  const { system } = message;
  if (!system || !['created', 'joined', 'left', 'removed'].includes(system.what)) return false;
  return system.accounts.some((person) => person.outside);
}

/** The line under the name of a room in the talk list. */
export function previewOf(room: Room, me: Id | undefined, t: Say): string {
  const { last } = room;
  if (!last) return '';
  if (last.kind === 'system' || last.unsent_at) return systemLine(last, t);
  const text = (last.text ?? '').replace(/\s+/gu, ' ');
  if (last.sender === me) return t('rooms-preview', { name: t('rooms-me'), text });
  if (room.kind === 'direct') return text;
  return t('rooms-preview', { name: shortName(last.sender_name), text });
}

/** The organisations of the outsiders in one line, the rest as a number. */
export function organisations(names: readonly string[], most: number, t: Say): string {
  const list = names.slice(0, most).join(t('rooms-comma'));
  return names.length > most ? t('rooms-and_more_places', { list }) : list;
}

/** A message for somebody who hears it and does not see it. */
export function spoken(message: Message, time: string, t: Say): string {
  const args = { name: message.sender_name, time, text: message.text ?? '' };
  return t('rooms-spoken', args);
}
