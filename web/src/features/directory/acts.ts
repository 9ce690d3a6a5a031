import { http, Problem } from '~/lib/http';
import { explain, t } from '~/lib/i18n.svelte';
import type { MadeLink, Member } from '~/lib/wire/types';
import { toast } from '~/ui/toast.svelte';

/** What an administrator can do to somebody. Each throws a Problem, and says in a toast what was done. */
export const acts = {
  async suspend(member: Member, done: () => void): Promise<void> {
    await http.put(`/members/${member.id}/suspension`);
    done();
    toast.show({
      text: t('directory-suspended_now', { name: member.name }),
      dismiss: t('ui-close'),
      action: { word: t('directory-undo'), run: () => void quietly(acts.restore(member, done)) },
    });
  },
  async restore(member: Member, done: () => void): Promise<void> {
    await http.delete(`/members/${member.id}/suspension`);
    done();
    toast.show({ text: t('directory-restored_now', { name: member.name }) });
  },
  async setAdmin(member: Member, on: boolean, done: () => void): Promise<void> {
    const path = `/members/${member.id}/admin`;
    await (on ? http.put(path) : http.delete(path));
    done();
    toast.show({
      text: t(on ? 'directory-admin_now' : 'directory-admin_no_more', { name: member.name }),
    });
  },
  makeLink: (member: Pick<Member, 'id'>): Promise<MadeLink> =>
    http.post<MadeLink>(`/members/${member.id}/entry_link`),
  async revokeLink(member: Member): Promise<void> {
    await http.delete(`/members/${member.id}/entry_link`);
    toast.show({ text: t('directory-link_revoked', { name: member.name }) });
  },
};

/** For presses on a toast, where there is no page to put the trouble on. */
async function quietly(act: Promise<void>): Promise<void> {
  await act.catch((error: unknown) => {
    const { title, detail } = explain(error instanceof Problem ? error : new Problem({}));
    toast.show({ text: `${title} ${detail}` });
  });
}
