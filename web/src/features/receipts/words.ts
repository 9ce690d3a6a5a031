import { t } from '~/lib/i18n.svelte';
import type { Readers } from '~/lib/wire/types';

/** Who told somebody, and how. Nobody is named who left before the viewer came. */
export function toldBy({ by, how }: Pick<Readers['told'][number], 'by' | 'how'>): string {
  return by
    ? t(`receipts-how_${how}_by`, { by })
    : t('receipts-how_left', { how: t(`receipts-how_${how}`) });
}
