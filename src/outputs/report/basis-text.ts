import type { Speech } from '../language.ts';
import type { Basis } from './reported-value.ts';

/** The line below a result: `7 of 268,412; 95 % upper limit`, `3 assays, 95 % CI 0.81–0.94`. */
export function basisText(basis: Basis, speech: Speech, replicateName: string): string {
  const zh = speech.language === 'zh';
  const share = basis.share === null ? '' : speech.share(basis.share.k, basis.share.N);
  const level = basis.level ?? '';
  if (share !== '') {
    if (basis.decidedOn === null || level === '') return share;
    const side = basis.decidedOn === 'upper-limit' ? (zh ? '上限' : 'upper limit') : zh ? '下限' : 'lower limit';
    return zh ? `${share}；${level} ${side}` : `${share}; ${level} ${side}`;
  }
  const count =
    basis.replicates === 0
      ? ''
      : zh
        ? `n = ${basis.replicates}`
        : replicateName === ''
          ? `n = ${basis.replicates}`
          : `${basis.replicates} ${replicateName}`;
  const limits = basis.limits === null ? '' : `${level} CI ${basis.limits[0]}–${basis.limits[1]}`;
  return [count, limits].filter((part) => part !== '').join(zh ? '，' : ', ');
}
