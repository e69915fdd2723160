import { colourVariables, PLATE } from './page-colours.ts';

const FONTS = '"Segoe UI","Helvetica Neue",Arial,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif';
const MONO = 'ui-monospace,"SFMono-Regular",Consolas,"Liberation Mono","Noto Sans CJK SC",monospace';

const SCREEN = `
:root{color-scheme:light;${colourVariables('light')}}
*{box-sizing:border-box}
html{background:var(--paper)}
body{margin:0;color:var(--ink);background:var(--paper);font:15px/1.45 ${FONTS};font-variant-numeric:tabular-nums lining-nums;-webkit-text-size-adjust:100%}
.page{width:100%;max-width:1160px;margin:0 auto;padding:20px 32px 64px}
a{color:var(--link)}
:focus-visible{outline:3px solid var(--link);outline-offset:2px}
sup{font-size:.72em;line-height:0;vertical-align:baseline;position:relative;top:-.42em}
code,.code{font:12.5px/1.45 ${MONO};overflow-wrap:anywhere}
h1,h2,h3,p,figure,table,dl,dd{margin:0}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
html[data-language=both] [lang=zh]{font-size:.93em;color:var(--secondary);font-weight:400}
html[data-language=zh] .name [lang=en]{font-size:.93em;color:var(--secondary);font-weight:400}

.top{display:flex;flex-wrap:wrap;justify-content:space-between;gap:4px 24px;padding-bottom:12px;border-bottom:2px solid var(--rule);font-size:13px;color:var(--secondary)}
h1{font-size:30px;line-height:1.2;font-weight:600;margin-top:24px}
html[data-language] h1 [lang=zh]{font-size:20px;margin-left:4px}
html[data-language=zh] h1 [lang=zh]{font-size:30px;color:inherit;margin:0}
h1 .quiet{font-size:20px;font-weight:400}
.about{color:var(--secondary);margin-top:2px}
.draft{margin-top:12px;padding:8px 12px;border:1.5px solid var(--invalid);color:var(--invalid);font-weight:600}

.disposition{display:flex;flex-wrap:wrap;align-items:center;justify-content:space-between;gap:16px 40px;margin-top:20px;padding:16px 20px 16px 20px;border-left:6px solid}
.disposition>div:first-child{flex:1 1 420px;max-width:700px}
.disposition .label{font-size:12.5px;color:var(--secondary)}
.disposition .verdict{font-size:25px;line-height:1.3;font-weight:700}
html[data-language=both] .disposition .verdict [lang=zh]{font-size:20px;font-weight:700;color:inherit;margin-left:6px}
.disposition .sentence{font-size:14px}
.disposition .reversal{font-weight:600;margin-top:4px}
.disposition.fails{background:var(--fails-ground);border-color:var(--fails)}
.disposition.fails .verdict{color:var(--fails)}
.disposition.invalid{background:var(--invalid-ground);border-color:var(--invalid)}
.disposition.invalid .verdict{color:var(--invalid)}
.disposition.information{background:var(--soft);border-color:var(--tertiary)}
.disposition.meets{background:var(--soft);border-color:var(--meets)}
.disposition.meets .verdict{color:var(--meets)}
.counts{display:flex;flex-wrap:wrap;gap:8px 20px;margin:0;padding:0;list-style:none;text-align:right;font-size:12.5px;line-height:1.35;color:var(--secondary)}
.counts b{display:block;font-size:24px;line-height:1.2;font-weight:600;color:var(--ink)}
.counts .some-fail b{color:var(--fails)}
.counts .aside b{font-size:18px;line-height:1.6;font-weight:400}
.counts span[lang=zh]{display:block}

.facts{display:grid;grid-template-columns:repeat(4,1fr);gap:14px 32px;margin-top:20px}
.facts dt{font-size:12.5px;color:var(--tertiary)}
html[data-language=both] .facts dt [lang=zh],html[data-language=both] .tertiary [lang=zh]{color:var(--tertiary)}
.facts dd{overflow-wrap:anywhere;font-size:14px}
.links{display:flex;flex-wrap:wrap;gap:4px 28px;margin-top:20px;padding:8px 0;border:solid var(--hairline);border-width:1px 0;font-size:14px}
.links a{text-decoration:none}
.links a:hover{text-decoration:underline}

h2{font-size:20px;line-height:1.3;font-weight:600;margin:36px 0 8px}
html[data-language=both] h2 [lang=zh]{font-size:17px;margin-left:8px}
h3{font-size:15px;font-weight:600;margin:20px 0 8px}
.lead{color:var(--secondary);font-size:14px;margin-bottom:8px}
.note{color:var(--tertiary);font-size:12.5px;margin-top:8px}
html[data-language=both] .note [lang=zh]{color:var(--tertiary)}

.scroll{overflow-x:auto}
table{width:100%;border-collapse:collapse;font-size:14px;line-height:1.35}
th,td{padding:8px 10px;text-align:left;vertical-align:top;font-weight:400;border-bottom:1px solid var(--hairline)}
thead th{font-size:12.5px;font-weight:600;color:var(--secondary);border-bottom:1.5px solid var(--rule);vertical-align:bottom}
html[data-language=both] thead th [lang=zh]{font-weight:400}
.number{text-align:right;white-space:nowrap}
thead .number{white-space:normal}
caption{text-align:left}
.specification{min-width:860px;table-layout:fixed}
.specification thead th [lang=zh]{display:block}
.section th{background:var(--soft);font-size:12.5px;font-weight:600!important;padding:5px 10px!important}
html[data-language=both] .section [lang=zh]{margin-left:8px}
.specification tbody th,.look .what b,.occasions tbody th,.inputs tbody th{font-weight:600}
.specification .method{font-size:13px;color:var(--secondary)}
.specification td:nth-child(5){padding-right:2px}
.specification td:nth-child(6),.specification th:nth-child(6){padding:8px 0 8px 4px}
.value{font-size:15px;font-weight:600}
.basis{display:block;font-weight:400;font-size:12.5px;color:var(--secondary);overflow-wrap:anywhere}
.quiet{color:var(--secondary)}
tr.fails>*{background:var(--fails-ground)}
tr.fails>:first-child{box-shadow:inset 4px 0 var(--fails)}
tr.fails .value{color:var(--fails)}
tr.invalid>:first-child{box-shadow:inset 4px 0 var(--invalid)}
.specification tr.aside th{font-weight:400}
tr.aside .value{font-weight:400}
tr.aside.fails>*{background:none}
tr.aside.fails>:first-child{box-shadow:inset 2px 0 var(--fails)}
tr.aside.invalid>:first-child{box-shadow:inset 2px 0 var(--invalid)}

.mark{display:inline-flex;gap:7px;align-items:flex-start;line-height:1.35;font-size:14px}
.mark svg{flex:none;margin-top:2px}
.mark [lang=zh]{display:block}
.mark.line,.suitability td:nth-child(2){white-space:nowrap}
.mark.line [lang=zh]{display:inline;margin-left:6px}
html[data-language=both] .mark [lang=zh]{color:inherit}
.mark.meets{color:var(--meets)}
.mark.information{color:var(--secondary)}
.mark.fails{background:var(--fails);color:var(--paper);font-weight:600;border-radius:3px;padding:4px 9px}
.mark.invalid,.mark.pending{color:var(--invalid);font-weight:600;border-radius:3px;padding:3px 8px}
.mark.invalid{border:1.5px solid var(--invalid)}
.mark.pending{border:1.5px dashed var(--invalid)}
tr.aside .mark.fails{background:none;color:var(--fails);border:1.5px solid var(--fails);padding:3px 8px}
tr.aside .mark{font-weight:400}

.look td:first-child{width:168px;padding-left:0}
.look td:last-child{width:190px}
.look tr:first-child td{border-top:1px solid var(--hairline)}

.key{display:flex;flex-wrap:wrap;align-items:center;gap:4px 9px;font-size:12.5px;color:var(--secondary);margin:4px 0 10px}
.key svg{flex:none}
.key .apart{margin-left:22px}
.plots{display:grid;grid-template-columns:repeat(3,minmax(0,1fr));gap:22px}
.plots svg,.wide svg{display:block;width:100%;height:auto}
figcaption{font-size:13px;line-height:1.4;margin-top:6px;padding-left:2px}
figcaption .disc{display:inline-block;min-width:18px;height:18px;border-radius:9px;background:var(--ink);color:var(--paper);text-align:center;font-size:11.5px;line-height:18px;margin-right:7px;padding:0 4px}
figcaption .line{display:block}
figcaption .tertiary{color:var(--tertiary)}
.inputs .hash{font-size:11px;display:block;font-weight:400;color:var(--secondary);overflow-wrap:anywhere}
.files th:first-child{width:44%}
.suitability th:first-child{width:27%}
.failed{color:var(--fails);font-weight:600}
.populations{margin-top:16px}
.scroll+.lead{margin-top:32px}
.populations th[scope=row]{font-weight:400}
.populations thead th:first-child,.suitability th:first-child,.rare th:first-child{padding-left:0}
.potency{display:grid;grid-template-columns:1.52fr 1fr;gap:22px;align-items:start;margin-top:8px}
.potency h3{margin-top:0}
.potency div.wide+div.wide,.potency h3~h3{margin-top:22px}
.potency h3.plate{margin-top:22px}
div.plate{max-width:430px}
.suitability{margin-top:16px}
.potency+.lead{margin-top:28px}
.potency.alone{grid-template-columns:minmax(0,760px)}
.figures{margin-top:4px;width:auto;min-width:60%;max-width:100%}
.figures th,.figures td{padding:5px 12px}
.figures th:first-child{padding-left:0}
.figures tbody th[rowspan]{font-weight:600}

.boxes{display:grid;grid-template-columns:repeat(3,1fr);gap:22px}
.box{border:1px solid var(--hairline);padding:10px 14px 14px;min-height:118px}
.box h3{margin:0 0 6px}
.box dt{font-size:12.5px;color:var(--tertiary)}
.box dd{min-height:1.4em}
footer{margin-top:36px;padding-top:12px;border-top:1px solid var(--hairline);font-size:12.5px;color:var(--secondary)}
.hash{font:12.5px/1.45 ${MONO};word-spacing:.15em}
`;

const NARROW = `
@media screen and (max-width:860px){
.page{padding:16px 16px 48px}
.facts,.plots,.potency,.boxes{grid-template-columns:minmax(0,1fr)}
.counts{text-align:left}
.plots figure{max-width:420px}
.look,.look tbody,.look tr,.look td{display:block;width:auto!important;border:0;padding-left:0}
.look td{padding:4px 0}
.look tr{padding:8px 0;border-bottom:1px solid var(--hairline)}
}`;

const DARK = `
@media screen and (prefers-color-scheme:dark){
:root{color-scheme:dark;${colourVariables('dark')}}
.plots svg,.wide svg,.key .plate{background:${PLATE};border-radius:2px}
}`;

const PRINT = `
@media print{
:root{--ink:#000000}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}
.page{max-width:none;padding:0}
body{font-size:9.5pt}
a{color:inherit;text-decoration:none}
.links{display:none}
.scroll{overflow:visible}
h1{margin-top:10pt}
h2{margin-top:16pt;break-after:avoid}
h3{font-size:10pt}
h3,.lead,.key{break-after:avoid}
table{font-size:8pt;min-width:0!important}
th,td{padding:3pt 5pt}
.value,.mark{font-size:8.5pt}
thead th,.basis,.specification .method,.section th,.code,code,.note,.key,footer{font-size:7.5pt}
/* a picture is printed at half its size: 13 px are 6 pt there */
.plots svg text,.wide svg text{font-size:13px}
.plots svg tspan[font-size],.wide svg tspan[font-size]{font-size:12.7px}
thead{display:table-header-group}
tr,figure,.box,.disposition,.facts div,.mark{break-inside:avoid}
.section{break-after:avoid}
section>h2+*{break-before:avoid}
#gates,#controls,#potency{break-before:page;margin-top:0}
.facts dd,.disposition .sentence,.lead{font-size:9pt}
figcaption{font-size:8pt}
.plots{gap:10pt}
.potency{grid-template-columns:1.52fr 1fr;gap:10pt}
.potency.alone{grid-template-columns:60%}
.figures{break-inside:avoid}
div.plate{max-width:62%}
}`;

/** The style of the page; `footText` is the foot of each printed page, `language` its page numbers. */
export function styleSheet({ footText, pageText }: { readonly footText: string; readonly pageText: string }): string {
  const page = `
@page{size:A4;margin:16mm 12mm 18mm;
@bottom-left{content:${footText};font:7.5pt ${FONTS};color:#45515f}
@bottom-right{content:${pageText};font:7.5pt ${FONTS};color:#45515f}}`;
  return `${SCREEN}${NARROW}${DARK}${PRINT}${page}`.replace(/\n+/g, '\n');
}

/** A CSS string in quotes; whatever is not a plain letter or digit becomes an escape, so that no text leaves the string. */
export function cssString(text: string): string {
  const escaped = Array.from(text, (character) =>
    /[A-Za-z0-9 .-]/.test(character) ? character : `\\${character.codePointAt(0)?.toString(16) ?? ''} `,
  );
  return `"${escaped.join('')}"`;
}
