import { db } from '~/lib/db';
import { http, Problem } from '~/lib/http';
import type { About } from '~/lib/wire/types';

/** Whom to call must be known without network and without being signed in; this much is nobody's secret. */
const KEY = 'kairan.about';

class AboutServer {
  data = $state.raw<About | null>(null);
  problem = $state.raw<Problem | null>(null);

  load = async (): Promise<void> => {
    this.data ??= (await db.setting<About>('about')) ?? stored();
    try {
      const about = await http.get<About>('/about');
      this.data = about;
      this.problem = null;
      void db.keepSetting('about', about);
      keep({ ...about, administrators: [] });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.problem = error;
    }
  };

  /** 「みなと県の回覧」 as long as there is one organisation. */
  get organisation(): string {
    return this.data?.organisation?.name ?? '';
  }
}

export const about = new AboutServer();

function stored(): About | null {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? 'null') as About | null;
  } catch {
    return null;
  }
}

function keep(known: About): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(known));
  } catch {
    // Then the help page knows less without network.
  }
}
