import { type Markup, markup } from '../markup.ts';
import type { ReportLanguage } from '../output.ts';
import { styleSheet } from './style.ts';

/** Nothing is loaded, nothing runs: styles stand in the page, pictures are in `data:`. */
const POLICY = markup`default-src 'none'; style-src 'unsafe-inline'; img-src data:`;

const PAGE_TEXT: Readonly<Record<ReportLanguage, string>> = {
  en: '"Page " counter(page) " of " counter(pages)',
  zh: '"第 " counter(page) " 页，共 " counter(pages) " 页"',
  both: '"Page " counter(page) " of " counter(pages) " · 第 " counter(page) " 页，共 " counter(pages) " 页"',
};

export interface Page {
  readonly language: ReportLanguage;
  readonly title: string;
  /** A CSS string: the foot of each printed page. */
  readonly foot: string;
  readonly body: Markup;
}

/** A whole page: self-contained, without script. */
export function htmlPage({ language, title, foot, body }: Page): string {
  const style = { markup: styleSheet({ footText: foot, pageText: PAGE_TEXT[language] }) };
  const page = markup`<html lang="${language === 'zh' ? 'zh-CN' : 'en'}" data-language="${language}"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${POLICY}"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><title>${title}</title><style>${style}</style></head>
<body><div class="page">${body}</div></body></html>
`;
  return `<!doctype html>\n${page.markup}`;
}
