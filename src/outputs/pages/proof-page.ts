import { MEANING_WORDS, STANDING_WORDS } from '../act-words.ts';
import { PROOF_WORDS as en } from '../words/en/proof-page.ts';
import { SIGNATURE_FAULT_WORDS as FAULTS_EN } from '../words/en/signature-faults.ts';
import { PROOF_WORDS as zh } from '../words/zh/proof-page.ts';
import { SIGNATURE_FAULT_WORDS as FAULTS_ZH } from '../words/zh/signature-faults.ts';

/** An entry, and the proof that it is in the log; each as base64. */
export interface ProofLink {
  readonly entry: string;
  readonly proof: string;
}

/** A signature under a result: its file as base64, and the entry that lists it. */
export interface ProofSignature extends ProofLink {
  readonly file: string;
}

/** What a proof page holds, each as base64 of its very bytes. */
export interface ProofParts {
  readonly entry: string;
  readonly manifest: string;
  readonly result: string;
  readonly report: string;
  /** c2sp.org/tlog-proof@v1, with the checkpoint. */
  readonly proof: string;
  /** The verifier key of the store. */
  readonly key: string;
  readonly signatures: readonly ProofSignature[];
  /** The keys of the store and of persons as the log names, enrols and withdraws them, and later analyses of the subject: by these a signature counts or not. */
  readonly chain: readonly ProofLink[];
}

/** What the page needs beside its parts. */
export interface ProofMeans {
  /** What the page runs to check itself: it asks the browser for hashes and signatures, which nothing here may. */
  readonly script: string;
  /** Base64 of UTF-8 text, and of the SHA-256 of UTF-8 text. */
  readonly base64: (text: string) => string;
  readonly sha256Base64: (text: string) => string;
}

const STYLE = `body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem; color: #1a1a1a }
#verdict { border: 2px solid #767676; padding: .8rem 1rem; font-weight: 600; overflow-wrap: anywhere }
#verdict.right { border-color: #1a7f37; background: #e6f4ea; color: #0b4f20 }
#verdict.wrong { border-color: #b42318; background: #fde8e6; color: #7a1610 }
#verdict.unknown { background: #f2f2f2; color: #333 }
li.wrong { color: #7a1610; font-weight: 600 }
ul { list-style: none; padding: 0 }
input { width: 100%; box-sizing: border-box; font: 13px ui-monospace, monospace; padding: .4rem }
iframe { width: 100%; height: 80vh; border: 1px solid #767676 }
pre { white-space: pre-wrap; overflow-wrap: anywhere; font-size: 13px }`;

/** The words of the page with those of what persons signed, each under the name that the script asks for. */
function wordsIn(
  language: 'en' | 'zh',
  own: Readonly<Record<keyof typeof en, string>>,
  faults: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const named = (kind: string, words: Readonly<Record<string, string>>) =>
    Object.entries(words).map(([name, text]) => [`${kind} ${name}`, text]);
  const both = (kind: string, words: Readonly<Record<string, { readonly en: string; readonly zh: string }>>) =>
    Object.entries(words).map(([name, text]) => [`${kind} ${name}`, text[language]]);
  return Object.fromEntries([
    ...Object.entries(own),
    ...named('fault', { ...faults, unlogged: own.unlogged }),
    ...both('meaning', MEANING_WORDS),
    ...both('standing', STANDING_WORDS),
  ]);
}

/** One file that holds a result, its report and the proof that it is in the log of a store, and that checks itself where it is opened. */
export function proofPage(parts: ProofParts, { script, base64, sha256Base64 }: ProofMeans): string {
  const blocks: Readonly<Record<string, string>> = {
    key: parts.key,
    proof: parts.proof,
    entry: parts.entry,
    manifest: parts.manifest,
    result: parts.result,
    report: parts.report,
    signatures: base64(JSON.stringify(parts.signatures)),
    chain: base64(JSON.stringify(parts.chain)),
    words: base64(JSON.stringify({ en: wordsIn('en', en, FAULTS_EN), zh: wordsIn('zh', zh, FAULTS_ZH) })),
  };
  const policy = `default-src 'none'; script-src 'sha256-${sha256Base64(script)}'; style-src 'unsafe-inline'; img-src data:`;
  const both = (word: keyof typeof en): string => `${en[word]} / ${zh[word]}`;
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${en.title}</title>
<style>${STYLE}</style>
<h1>${both('title')}</h1>
<p id="verdict" class="unknown" role="status">${both('cannot')}</p>
<ul id="steps"></ul>
<p><label for="trusted">${both('field')}</label> <input id="trusted" autocomplete="off" spellcheck="false"></p>
<p>${en.limits}</p>
<p lang="zh">${zh.limits}</p>
<h2>${both('reportTitle')}</h2>
<iframe id="report-frame" sandbox title="${both('reportTitle')}"></iframe>
<h2>${both('entryTitle')}</h2>
<pre id="entry-text"></pre>
<h2>${both('signaturesTitle')}</h2>
<pre id="signature-texts"></pre>
${Object.entries(blocks)
  .map(([id, block]) => `<script type="application/octet-stream" id="${id}">${block}</script>`)
  .join('\n')}
<script>${script}</script>
</html>
`;
}
