// Made by scripts/generate-html-assets.ts from src/report/html/browser: do not edit.
export const styleHash = 'sha256-P0crjdzHWnLwQobS1BYGnBlUxplstSiQoPSyT1K5p/M=';
export const styleText =
  ":root {\n" +
  "color-scheme: light dark;\n" +
  "--page: light-dark(#f6f6f3, #101316);\n" +
  "--card: light-dark(#ffffff, #181c20);\n" +
  "--sunken: light-dark(#f1f1ed, #12161a);\n" +
  "--line: light-dark(#dddcd6, #2d343b);\n" +
  "--text: light-dark(#1b1e22, #e8ebee);\n" +
  "--faint: light-dark(#5b626b, #9aa5b0);\n" +
  "--accent: light-dark(#2f4fb5, #9db2ff);\n" +
  "--good: light-dark(#17703c, #56c98d);\n" +
  "--good-fill: light-dark(#1c8a4c, #46b87c);\n" +
  "--good-soft: light-dark(#e2f3e8, #14301f);\n" +
  "--bad: light-dark(#b91f27, #ff8a80);\n" +
  "--bad-fill: light-dark(#cb2d35, #f0665c);\n" +
  "--bad-soft: light-dark(#fce7e6, #3c1a1b);\n" +
  "--open: light-dark(#8a5800, #e6b450);\n" +
  "--open-fill: light-dark(#b97600, #d9a23a);\n" +
  "--open-soft: light-dark(#fbefd3, #332709);\n" +
  "--note: light-dark(#2f5d8f, #8ab6e8);\n" +
  "--note-soft: light-dark(#e4eef8, #142739);\n" +
  "--radius: 10px;\n" +
  "--mono: ui-monospace, 'SFMono-Regular', 'Cascadia Mono', Menlo, Consolas, 'Liberation Mono', monospace;\n" +
  "--sans: -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Liberation Sans', Arial, sans-serif;\n" +
  "}\n" +
  ":root[data-theme='light'] {\n" +
  "color-scheme: light;\n" +
  "}\n" +
  ":root[data-theme='dark'] {\n" +
  "color-scheme: dark;\n" +
  "}\n" +
  "* {\n" +
  "box-sizing: border-box;\n" +
  "}\n" +
  "html {\n" +
  "scroll-padding-top: 4.5rem;\n" +
  "-webkit-text-size-adjust: 100%;\n" +
  "text-size-adjust: 100%;\n" +
  "}\n" +
  "body {\n" +
  "margin: 0;\n" +
  "background: var(--page);\n" +
  "color: var(--text);\n" +
  "font: 15px/1.5 var(--sans);\n" +
  "overflow-wrap: anywhere;\n" +
  "}\n" +
  "h1,\n" +
  "h2,\n" +
  "h3,\n" +
  "h4,\n" +
  "h5,\n" +
  "p,\n" +
  "ul,\n" +
  "dl,\n" +
  "dd,\n" +
  "pre,\n" +
  "fieldset {\n" +
  "margin: 0;\n" +
  "padding: 0;\n" +
  "}\n" +
  "ul {\n" +
  "list-style: none;\n" +
  "}\n" +
  "fieldset {\n" +
  "border: 0;\n" +
  "min-width: 0;\n" +
  "}\n" +
  "[hidden] {\n" +
  "display: none !important;\n" +
  "}\n" +
  "a {\n" +
  "color: var(--accent);\n" +
  "text-underline-offset: 2px;\n" +
  "}\n" +
  "b {\n" +
  "font-weight: 600;\n" +
  "}\n" +
  "code,\n" +
  "pre {\n" +
  "font-family: var(--mono);\n" +
  "font-size: 0.86em;\n" +
  "}\n" +
  ":focus-visible {\n" +
  "outline: 2px solid var(--accent);\n" +
  "outline-offset: 2px;\n" +
  "border-radius: 4px;\n" +
  "}\n" +
  "[tabindex='-1']:focus:not(:focus-visible) {\n" +
  "outline: none;\n" +
  "}\n" +
  ".vh {\n" +
  "position: absolute;\n" +
  "width: 1px;\n" +
  "height: 1px;\n" +
  "overflow: hidden;\n" +
  "clip-path: inset(50%);\n" +
  "white-space: nowrap;\n" +
  "}\n" +
  ".skip {\n" +
  "position: absolute;\n" +
  "left: 1rem;\n" +
  "top: -4rem;\n" +
  "z-index: 3;\n" +
  "padding: 0.5rem 1rem;\n" +
  "border-radius: 0 0 var(--radius) var(--radius);\n" +
  "background: var(--accent);\n" +
  "color: var(--card);\n" +
  "}\n" +
  ".skip:focus {\n" +
  "top: 0;\n" +
  "}\n" +
  ".faint {\n" +
  "color: var(--faint);\n" +
  "}\n" +
  ".denied,\n" +
  ".error {\n" +
  "--mood: var(--bad);\n" +
  "--mood-fill: var(--bad-fill);\n" +
  "--mood-soft: var(--bad-soft);\n" +
  "}\n" +
  ".unknown,\n" +
  ".warning {\n" +
  "--mood: var(--open);\n" +
  "--mood-fill: var(--open-fill);\n" +
  "--mood-soft: var(--open-soft);\n" +
  "}\n" +
  ".allowed {\n" +
  "--mood: var(--good);\n" +
  "--mood-fill: var(--good-fill);\n" +
  "--mood-soft: var(--good-soft);\n" +
  "}\n" +
  ".info {\n" +
  "--mood: var(--note);\n" +
  "--mood-fill: var(--note);\n" +
  "--mood-soft: var(--note-soft);\n" +
  "}\n" +
  ".i {\n" +
  "flex: none;\n" +
  "width: 1.05em;\n" +
  "height: 1.05em;\n" +
  "vertical-align: -0.16em;\n" +
  "}\n" +
  ".i use {\n" +
  "fill: var(--mood-fill);\n" +
  "}\n" +
  "symbol .sign {\n" +
  "fill: none;\n" +
  "stroke: light-dark(#fff, #101316);\n" +
  "stroke-width: 1.8;\n" +
  "stroke-linecap: round;\n" +
  "stroke-linejoin: round;\n" +
  "}\n" +
  ".top {\n" +
  "position: sticky;\n" +
  "top: 0;\n" +
  "z-index: 2;\n" +
  "display: flex;\n" +
  "align-items: center;\n" +
  "gap: 0.5rem 1.5rem;\n" +
  "padding: 0.55rem max(1.25rem, calc(50% - 35rem));\n" +
  "background: color-mix(in srgb, var(--page) 92%, transparent);\n" +
  "border-bottom: 1px solid var(--line);\n" +
  "backdrop-filter: blur(8px);\n" +
  "}\n" +
  ".brand {\n" +
  "display: flex;\n" +
  "align-items: center;\n" +
  "gap: 0.5rem;\n" +
  "font-weight: 700;\n" +
  "letter-spacing: -0.01em;\n" +
  "}\n" +
  ".brand svg {\n" +
  "width: 26px;\n" +
  "fill: var(--accent);\n" +
  "stroke: var(--accent);\n" +
  "stroke-width: 1.6;\n" +
  "}\n" +
  ".top nav {\n" +
  "margin-inline-end: auto;\n" +
  "}\n" +
  ".top nav ul {\n" +
  "display: flex;\n" +
  "gap: 1.1rem;\n" +
  "}\n" +
  ".top nav a {\n" +
  "color: var(--faint);\n" +
  "text-decoration: none;\n" +
  "font-size: 0.93em;\n" +
  "padding: 0.25rem 0;\n" +
  "}\n" +
  ".top nav a:hover {\n" +
  "color: var(--text);\n" +
  "text-decoration: underline;\n" +
  "}\n" +
  "main,\n" +
  "footer {\n" +
  "max-width: 72.5rem;\n" +
  "margin-inline: auto;\n" +
  "padding-inline: 1.25rem;\n" +
  "}\n" +
  "main:focus {\n" +
  "outline: none;\n" +
  "}\n" +
  "footer {\n" +
  "padding-block: 1.5rem 2.5rem;\n" +
  "color: var(--faint);\n" +
  "font-size: 0.87em;\n" +
  "}\n" +
  ".overview {\n" +
  "padding-block: 2.4rem 0.5rem;\n" +
  "}\n" +
  "h1 {\n" +
  "display: flex;\n" +
  "align-items: flex-start;\n" +
  "gap: 0.55em;\n" +
  "font-size: clamp(1.5rem, 1.1rem + 1.7vw, 2.15rem);\n" +
  "line-height: 1.2;\n" +
  "letter-spacing: -0.022em;\n" +
  "text-wrap: balance;\n" +
  "}\n" +
  "h1 .i {\n" +
  "width: 1em;\n" +
  "height: 1em;\n" +
  "margin-top: 0.1em;\n" +
  "}\n" +
  ".lead {\n" +
  "margin-top: 0.6rem;\n" +
  "color: var(--faint);\n" +
  "}\n" +
  "h2 {\n" +
  "margin: 2.6rem 0 0.9rem;\n" +
  "font-size: 1.25rem;\n" +
  "letter-spacing: -0.015em;\n" +
  "}\n" +
  ".bar {\n" +
  "display: block;\n" +
  "width: 100%;\n" +
  "}\n" +
  ".bar rect {\n" +
  "fill: var(--mood-fill);\n" +
  "}\n" +
  ".bar.hero {\n" +
  "height: 14px;\n" +
  "margin-top: 1.5rem;\n" +
  "border-radius: 7px;\n" +
  "}\n" +
  ".bar.row {\n" +
  "height: 6px;\n" +
  "min-width: 5rem;\n" +
  "border-radius: 3px;\n" +
  "}\n" +
  ".legend {\n" +
  "display: flex;\n" +
  "flex-wrap: wrap;\n" +
  "gap: 0.3rem 1.6rem;\n" +
  "margin-top: 0.7rem;\n" +
  "font-size: 0.93em;\n" +
  "}\n" +
  ".legend li {\n" +
  "display: flex;\n" +
  "align-items: center;\n" +
  "gap: 0.4em;\n" +
  "}\n" +
  ".notice {\n" +
  "margin-top: 1.4rem;\n" +
  "padding: 0.8rem 1rem;\n" +
  "border: 1px solid var(--open);\n" +
  "border-radius: var(--radius);\n" +
  "background: var(--open-soft);\n" +
  "--mood: var(--open);\n" +
  "--mood-fill: var(--open-fill);\n" +
  "}\n" +
  ".notice h2 {\n" +
  "display: flex;\n" +
  "gap: 0.5rem;\n" +
  "align-items: center;\n" +
  "margin: 0 0 0.25rem;\n" +
  "font-size: 1em;\n" +
  "}\n" +
  ".notice li {\n" +
  "font-size: 0.93em;\n" +
  "}\n" +
  ".overview > .faint {\n" +
  "margin-top: 0.8rem;\n" +
  "font-size: 0.93em;\n" +
  "}\n" +
  ".tables {\n" +
  "display: grid;\n" +
  "grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr));\n" +
  "align-items: start;\n" +
  "gap: 1.25rem;\n" +
  "margin-top: 1.8rem;\n" +
  "}\n" +
  ".tablebox,\n" +
  ".card {\n" +
  "background: var(--card);\n" +
  "border: 1px solid var(--line);\n" +
  "border-radius: var(--radius);\n" +
  "}\n" +
  ".tablebox {\n" +
  "padding: 0.35rem 1rem 0.6rem;\n" +
  "}\n" +
  "table {\n" +
  "width: 100%;\n" +
  "border-collapse: collapse;\n" +
  "font-size: 0.93em;\n" +
  "font-variant-numeric: tabular-nums;\n" +
  "}\n" +
  "caption {\n" +
  "padding: 0.55rem 0 0.35rem;\n" +
  "text-align: start;\n" +
  "font-weight: 600;\n" +
  "}\n" +
  "th,\n" +
  "td {\n" +
  "padding: 0.45rem 0.35rem;\n" +
  "border-top: 1px solid var(--line);\n" +
  "text-align: start;\n" +
  "font-weight: 400;\n" +
  "vertical-align: top;\n" +
  "}\n" +
  "thead th {\n" +
  "border-top: 0;\n" +
  "color: var(--faint);\n" +
  "font-size: 0.87em;\n" +
  "}\n" +
  "th:first-child {\n" +
  "padding-inline-start: 0;\n" +
  "}\n" +
  "td:last-child {\n" +
  "padding-inline-end: 0;\n" +
  "}\n" +
  ".n {\n" +
  "text-align: end;\n" +
  "white-space: nowrap;\n" +
  "}\n" +
  "td.n {\n" +
  "font-weight: 600;\n" +
  "color: var(--mood, var(--text));\n" +
  "}\n" +
  "td.none {\n" +
  "color: var(--faint);\n" +
  "font-weight: 400;\n" +
  "}\n" +
  "td .bar.row {\n" +
  "margin-top: 0.5em;\n" +
  "}\n" +
  "tbody th {\n" +
  "min-width: 5rem;\n" +
  "}\n" +
  "td:has(> .bar) {\n" +
  "width: 40%;\n" +
  "}\n" +
  ".ruled {\n" +
  "display: flex;\n" +
  "gap: 0.55rem;\n" +
  "}\n" +
  ".ruled > .i {\n" +
  "margin-top: 0.2em;\n" +
  "}\n" +
  ".about {\n" +
  "display: block;\n" +
  "color: var(--faint);\n" +
  "font-size: 0.93em;\n" +
  "}\n" +
  "button,\n" +
  "input,\n" +
  "select {\n" +
  "font: inherit;\n" +
  "color: inherit;\n" +
  "}\n" +
  "button {\n" +
  "cursor: pointer;\n" +
  "}\n" +
  ".link {\n" +
  "padding: 0.1rem 0;\n" +
  "border: 0;\n" +
  "background: none;\n" +
  "color: var(--accent);\n" +
  "text-align: start;\n" +
  "text-decoration: underline;\n" +
  "text-underline-offset: 2px;\n" +
  "text-decoration-color: color-mix(in srgb, var(--accent) 45%, transparent);\n" +
  "}\n" +
  ".link:hover {\n" +
  "text-decoration-color: currentColor;\n" +
  "}\n" +
  ".action,\n" +
  ".select select,\n" +
  ".find input {\n" +
  "min-height: 2.25rem;\n" +
  "padding: 0.3rem 0.8rem;\n" +
  "border: 1px solid var(--line);\n" +
  "border-radius: 8px;\n" +
  "background: var(--card);\n" +
  "}\n" +
  ".action:hover,\n" +
  ".select select:hover,\n" +
  ".find input:hover {\n" +
  "border-color: var(--faint);\n" +
  "}\n" +
  ".toolbar {\n" +
  "display: flex;\n" +
  "flex-wrap: wrap;\n" +
  "align-items: center;\n" +
  "gap: 0.6rem;\n" +
  "margin-bottom: 0.9rem;\n" +
  "font-size: 0.93em;\n" +
  "}\n" +
  ".find {\n" +
  "flex: 1 1 14rem;\n" +
  "}\n" +
  ".find input {\n" +
  "width: 100%;\n" +
  "}\n" +
  ".find input::placeholder {\n" +
  "color: var(--faint);\n" +
  "opacity: 1;\n" +
  "}\n" +
  ".select {\n" +
  "display: flex;\n" +
  "align-items: center;\n" +
  "gap: 0.4rem;\n" +
  "color: var(--faint);\n" +
  "}\n" +
  ".select select {\n" +
  "max-width: 8.5rem;\n" +
  "padding-inline: 0.5rem;\n" +
  "color: var(--text);\n" +
  "}\n" +
  ".count {\n" +
  "display: flex;\n" +
  "flex-basis: 100%;\n" +
  "gap: 0.8rem;\n" +
  "color: var(--faint);\n" +
  "}\n" +
  "#open-legs {\n" +
  "margin-inline-start: auto;\n" +
  "}\n" +
  ".chips,\n" +
  ".theme {\n" +
  "display: flex;\n" +
  "padding: 3px;\n" +
  "border: 1px solid var(--line);\n" +
  "border-radius: 9px;\n" +
  "background: var(--sunken);\n" +
  "}\n" +
  ".chips label,\n" +
  ".theme label {\n" +
  "position: relative;\n" +
  "}\n" +
  ".chips input,\n" +
  ".theme input {\n" +
  "position: absolute;\n" +
  "inset: 0;\n" +
  "margin: 0;\n" +
  "opacity: 0;\n" +
  "cursor: pointer;\n" +
  "}\n" +
  ".chips span,\n" +
  ".theme span {\n" +
  "display: flex;\n" +
  "align-items: center;\n" +
  "gap: 0.4rem;\n" +
  "padding: 0.15rem 0.65rem;\n" +
  "border-radius: 6px;\n" +
  "color: var(--faint);\n" +
  "white-space: nowrap;\n" +
  "}\n" +
  ".chips span {\n" +
  "min-height: 1.75rem;\n" +
  "}\n" +
  ".theme span {\n" +
  "font-size: 0.83em;\n" +
  "}\n" +
  ".chips input:hover + span,\n" +
  ".theme input:hover + span {\n" +
  "color: var(--text);\n" +
  "}\n" +
  ".chips input:checked + span,\n" +
  ".theme input:checked + span {\n" +
  "background: var(--card);\n" +
  "color: var(--text);\n" +
  "box-shadow:\n" +
  "0 0 0 1px var(--line),\n" +
  "0 1px 2px rgb(0 0 0 / 0.08);\n" +
  "}\n" +
  ".chips input:focus-visible + span,\n" +
  ".theme input:focus-visible + span {\n" +
  "outline: 2px solid var(--accent);\n" +
  "outline-offset: 1px;\n" +
  "}\n" +
  ".list {\n" +
  "display: grid;\n" +
  "gap: 0.65rem;\n" +
  "}\n" +
  ".empty {\n" +
  "padding: 2rem;\n" +
  "border: 1px dashed var(--line);\n" +
  "border-radius: var(--radius);\n" +
  "color: var(--faint);\n" +
  "text-align: center;\n" +
  "}\n" +
  ".card {\n" +
  "min-width: 0;\n" +
  "border-inline-start: 4px solid var(--mood-fill, var(--line));\n" +
  "}\n" +
  ".path {\n" +
  "padding: 0.7rem 1rem 0.9rem;\n" +
  "content-visibility: auto;\n" +
  "contain-intrinsic-size: auto 8.2rem;\n" +
  "}\n" +
  ".card:target {\n" +
  "box-shadow: 0 0 0 2px var(--accent);\n" +
  "}\n" +
  ".meta {\n" +
  "display: flex;\n" +
  "flex-wrap: wrap;\n" +
  "align-items: center;\n" +
  "gap: 0.2rem 0.9rem;\n" +
  "color: var(--faint);\n" +
  "font-size: 0.87em;\n" +
  "}\n" +
  ".meta code {\n" +
  "font-size: 0.94em;\n" +
  "}\n" +
  ".meta b {\n" +
  "color: var(--text);\n" +
  "font-weight: 500;\n" +
  "}\n" +
  ".pill {\n" +
  "display: inline-flex;\n" +
  "flex: none;\n" +
  "align-items: center;\n" +
  "gap: 0.4em;\n" +
  "padding: 0.1em 0.65em 0.1em 0.45em;\n" +
  "border-radius: 99px;\n" +
  "background: var(--mood-soft);\n" +
  "color: var(--mood);\n" +
  "font-weight: 600;\n" +
  "}\n" +
  ".anchor {\n" +
  "margin-inline-start: auto;\n" +
  "color: var(--faint);\n" +
  "text-decoration: none;\n" +
  "}\n" +
  ".anchor:hover {\n" +
  "text-decoration: underline;\n" +
  "}\n" +
  ".route,\n" +
  ".trunk,\n" +
  ".branches li {\n" +
  "display: flex;\n" +
  "align-items: stretch;\n" +
  "}\n" +
  ".route {\n" +
  "margin-top: 0.7rem;\n" +
  "}\n" +
  ".trunk {\n" +
  "flex: 1 1 auto;\n" +
  "align-items: center;\n" +
  "min-width: 0;\n" +
  "}\n" +
  ".branches {\n" +
  "position: relative;\n" +
  "flex: 0 0 auto;\n" +
  "display: grid;\n" +
  "align-content: center;\n" +
  "min-width: 0;\n" +
  "}\n" +
  ".branches li {\n" +
  "position: relative;\n" +
  "align-items: center;\n" +
  "}\n" +
  ".branches li + li {\n" +
  "padding-top: 0.4rem;\n" +
  "}\n" +
  ".stop {\n" +
  "flex: 0 1 11.5rem;\n" +
  "min-width: 0;\n" +
  "padding: 0.4rem 0.7rem 0.45rem;\n" +
  "border: 1px solid var(--line);\n" +
  "border-radius: 8px;\n" +
  "background: var(--sunken);\n" +
  "line-height: 1.3;\n" +
  "}\n" +
  ".branches .stop {\n" +
  "flex: none;\n" +
  "width: 11.5rem;\n" +
  "}\n" +
  ".kind {\n" +
  "display: block;\n" +
  "color: var(--faint);\n" +
  "font-size: 0.76em;\n" +
  "}\n" +
  ".name,\n" +
  ".stop h3 {\n" +
  "display: -webkit-box;\n" +
  "overflow: hidden;\n" +
  "-webkit-box-orient: vertical;\n" +
  "-webkit-line-clamp: 2;\n" +
  "line-clamp: 2;\n" +
  "font-size: 0.95em;\n" +
  "font-weight: 600;\n" +
  "}\n" +
  ".where {\n" +
  "display: block;\n" +
  "color: var(--faint);\n" +
  "font-size: 0.76em;\n" +
  "}\n" +
  ".wire {\n" +
  "flex: 1 1 1.2rem;\n" +
  "min-width: 1rem;\n" +
  "max-width: 3rem;\n" +
  "border-top: 2px solid var(--mood-fill);\n" +
  "}\n" +
  ".wire.unknown {\n" +
  "border-top-style: dashed;\n" +
  "}\n" +
  ".wire.denied {\n" +
  "border-top-style: dotted;\n" +
  "}\n" +
  ".leg {\n" +
  "position: relative;\n" +
  "display: grid;\n" +
  "grid-template-rows: 1fr auto 1fr;\n" +
  "justify-items: center;\n" +
  "flex: 1 0 6.4rem;\n" +
  "min-height: 3.4rem;\n" +
  "padding: 0;\n" +
  "border: 0;\n" +
  "background: none;\n" +
  "color: var(--mood);\n" +
  "font-size: 0.8em;\n" +
  "}\n" +
  ".branches .leg {\n" +
  "flex: none;\n" +
  "width: 9rem;\n" +
  "}\n" +
  ".leg .line {\n" +
  "grid-area: 2 / 1;\n" +
  "align-self: center;\n" +
  "width: 100%;\n" +
  "border-top: 2px solid var(--mood-fill);\n" +
  "}\n" +
  ".leg .line::after {\n" +
  "content: '';\n" +
  "position: absolute;\n" +
  "right: 0;\n" +
  "width: 0.5rem;\n" +
  "height: 0.5rem;\n" +
  "margin-top: calc(-0.25rem - 1px);\n" +
  "border: solid var(--mood-fill);\n" +
  "border-width: 2px 2px 0 0;\n" +
  "transform: rotate(45deg) translate(-1px, 1px);\n" +
  "}\n" +
  ".leg.unknown .line {\n" +
  "border-top-style: dashed;\n" +
  "}\n" +
  ".leg.denied .line {\n" +
  "border-top-style: dotted;\n" +
  "}\n" +
  ".leg .i {\n" +
  "grid-area: 2 / 1;\n" +
  "z-index: 1;\n" +
  "width: 1.7em;\n" +
  "height: 1.7em;\n" +
  "padding: 0 2px;\n" +
  "box-sizing: content-box;\n" +
  "background: var(--card);\n" +
  "}\n" +
  ".leg .label {\n" +
  "grid-area: 3 / 1;\n" +
  "align-self: start;\n" +
  "padding-top: 0.15rem;\n" +
  "color: var(--text);\n" +
  "line-height: 1.2;\n" +
  "}\n" +
  ".leg .label::after {\n" +
  "content: '▾' / '';\n" +
  "margin-inline-start: 0.35em;\n" +
  "color: var(--faint);\n" +
  "}\n" +
  ".leg[aria-expanded='true'] .label::after {\n" +
  "content: '▴' / '';\n" +
  "}\n" +
  ".leg:hover .label {\n" +
  "text-decoration: underline;\n" +
  "text-underline-offset: 2px;\n" +
  "}\n" +
  ".notes {\n" +
  "margin-top: 0.55rem;\n" +
  "color: var(--faint);\n" +
  "font-size: 0.87em;\n" +
  "}\n" +
  ".panel {\n" +
  "margin-top: 0.8rem;\n" +
  "padding: 0.75rem 0.95rem 0.85rem;\n" +
  "border: 1px solid color-mix(in srgb, var(--mood-fill) 30%, var(--line));\n" +
  "border-radius: 8px;\n" +
  "background: color-mix(in srgb, var(--mood-soft) 40%, var(--card));\n" +
  "font-size: 0.93em;\n" +
  "}\n" +
  ".panel h4 {\n" +
  "display: flex;\n" +
  "align-items: center;\n" +
  "gap: 0.5rem;\n" +
  "font-size: 1em;\n" +
  "}\n" +
  "h5 {\n" +
  "margin-top: 0.7rem;\n" +
  "font-size: 0.93em;\n" +
  "}\n" +
  ".ends {\n" +
  "display: grid;\n" +
  "grid-template-columns: auto 1fr;\n" +
  "gap: 0 0.7rem;\n" +
  "margin: 0.35rem 0 0.5rem;\n" +
  "font-size: 0.87em;\n" +
  "}\n" +
  ".ends dt {\n" +
  "color: var(--faint);\n" +
  "}\n" +
  ".ends dd {\n" +
  "font-family: var(--mono);\n" +
  "font-size: 0.95em;\n" +
  "}\n" +
  ".obstacle,\n" +
  ".requests > li,\n" +
  ".links li {\n" +
  "display: flex;\n" +
  "gap: 0.55rem;\n" +
  "}\n" +
  ".obstacle .i,\n" +
  ".requests .i,\n" +
  ".links .i {\n" +
  "margin-top: 0.22em;\n" +
  "}\n" +
  ".requests {\n" +
  "display: grid;\n" +
  "gap: 0.55rem;\n" +
  "margin-top: 0.4rem;\n" +
  "}\n" +
  ".actions {\n" +
  "margin: 0.2rem 0;\n" +
  "}\n" +
  ".actions code {\n" +
  "display: inline-block;\n" +
  "margin: 1px 0;\n" +
  "padding: 0 0.4em;\n" +
  "border: 1px solid var(--line);\n" +
  "border-radius: 5px;\n" +
  "background: var(--card);\n" +
  "}\n" +
  ".why {\n" +
  "color: var(--faint);\n" +
  "}\n" +
  ".why code {\n" +
  "color: var(--text);\n" +
  "}\n" +
  ".finding summary,\n" +
  ".fix summary {\n" +
  "display: flex;\n" +
  "gap: 0.8rem;\n" +
  "align-items: flex-start;\n" +
  "padding: 0.75rem 1rem;\n" +
  "cursor: pointer;\n" +
  "list-style: none;\n" +
  "}\n" +
  "summary::-webkit-details-marker {\n" +
  "display: none;\n" +
  "}\n" +
  "summary::after {\n" +
  "content: '▾' / '';\n" +
  "margin-inline-start: auto;\n" +
  "color: var(--faint);\n" +
  "}\n" +
  "[open] > summary::after {\n" +
  "content: '▴' / '';\n" +
  "}\n" +
  "summary:hover .message {\n" +
  "text-decoration: underline;\n" +
  "text-underline-offset: 2px;\n" +
  "}\n" +
  ".finding summary .pill {\n" +
  "min-width: 5.9rem;\n" +
  "font-size: 0.87em;\n" +
  "}\n" +
  ".what {\n" +
  "min-width: 0;\n" +
  "}\n" +
  ".message {\n" +
  "display: block;\n" +
  "font-weight: 500;\n" +
  "}\n" +
  ".tag {\n" +
  "padding: 0 0.5em;\n" +
  "border: 1px solid var(--line);\n" +
  "border-radius: 5px;\n" +
  "background: var(--sunken);\n" +
  "}\n" +
  ".body {\n" +
  "padding: 0.2rem 1rem 1rem;\n" +
  "border-top: 1px solid var(--line);\n" +
  "}\n" +
  ".body h3 {\n" +
  "margin-top: 0.9rem;\n" +
  "font-size: 0.93em;\n" +
  "}\n" +
  ".body > p,\n" +
  ".body > pre,\n" +
  ".body > .see {\n" +
  "margin-top: 0.6rem;\n" +
  "}\n" +
  ".body > h3 + p,\n" +
  ".body > h3 + pre,\n" +
  ".body > h3 + ul {\n" +
  "margin-top: 0.2rem;\n" +
  "}\n" +
  ".subject {\n" +
  "color: var(--faint);\n" +
  "font-family: var(--mono);\n" +
  "font-size: 0.82em;\n" +
  "}\n" +
  "pre {\n" +
  "max-width: 100%;\n" +
  "overflow-x: auto;\n" +
  "overflow-wrap: normal;\n" +
  "}\n" +
  ".frame,\n" +
  ".diff,\n" +
  ".policy {\n" +
  "padding: 0.7rem 0.9rem;\n" +
  "border: 1px solid var(--line);\n" +
  "border-radius: 8px;\n" +
  "background: var(--sunken);\n" +
  "line-height: 1.55;\n" +
  "}\n" +
  ".see {\n" +
  "color: var(--faint);\n" +
  "font-size: 0.93em;\n" +
  "}\n" +
  ".explanation {\n" +
  "white-space: pre-wrap;\n" +
  "overflow-wrap: anywhere;\n" +
  "}\n" +
  ".policy {\n" +
  "max-height: 28rem;\n" +
  "}\n" +
  ".concerned {\n" +
  "display: flex;\n" +
  "flex-wrap: wrap;\n" +
  "gap: 0.1rem 1rem;\n" +
  "margin-bottom: 0.5rem;\n" +
  "}\n" +
  ".docs {\n" +
  "font-size: 0.93em;\n" +
  "}\n" +
  ".row {\n" +
  "display: flex;\n" +
  "align-items: center;\n" +
  "justify-content: space-between;\n" +
  "gap: 1rem;\n" +
  "}\n" +
  ".diff span {\n" +
  "display: block;\n" +
  "width: max-content;\n" +
  "min-width: 100%;\n" +
  "}\n" +
  ".added {\n" +
  "background: var(--good-soft);\n" +
  "color: var(--good);\n" +
  "}\n" +
  ".removed {\n" +
  "background: var(--bad-soft);\n" +
  "color: var(--bad);\n" +
  "}\n" +
  ".hunk {\n" +
  "color: var(--faint);\n" +
  "}\n" +
  ".fix {\n" +
  "--mood-fill: var(--accent);\n" +
  "}\n" +
  ".branches:has(li + li) li::before {\n" +
  "content: '';\n" +
  "position: absolute;\n" +
  "inset-block: 0;\n" +
  "inset-inline-start: 0;\n" +
  "border-inline-start: 2px solid var(--faint);\n" +
  "}\n" +
  ".branches:has(li + li) li:first-child::before {\n" +
  "top: calc(50% - 1px);\n" +
  "}\n" +
  ".branches:has(li + li) li:last-child::before {\n" +
  "bottom: calc(50% - 1px);\n" +
  "}\n" +
  ".branches:has(li + li)::before {\n" +
  "content: '';\n" +
  "position: absolute;\n" +
  "width: 0.7rem;\n" +
  "inset-inline-start: -0.7rem;\n" +
  "top: calc(50% - 1px);\n" +
  "border-top: 2px solid var(--faint);\n" +
  "}\n" +
  ".branches:has(li + li) {\n" +
  "margin-inline-start: 0.7rem;\n" +
  "}\n" +
  ":root:not(.js) .panel[hidden] {\n" +
  "display: block !important;\n" +
  "}\n" +
  "@media screen and (max-width: 60rem) {\n" +
  ".route,\n" +
  ".trunk,\n" +
  ".branches li {\n" +
  "flex-direction: column;\n" +
  "align-items: stretch;\n" +
  "}\n" +
  ".branches {\n" +
  "align-content: stretch;\n" +
  "}\n" +
  ".branches li + li {\n" +
  "padding-top: 0;\n" +
  "}\n" +
  ".branches:has(li + li) {\n" +
  "margin-inline-start: 0;\n" +
  "}\n" +
  ".branches:has(li + li)::before {\n" +
  "display: none;\n" +
  "}\n" +
  ".branches:has(li + li) li:not(:last-child)::before {\n" +
  "inset-block: 0;\n" +
  "inset-inline-start: 1.5rem;\n" +
  "}\n" +
  ".branches:has(li + li) li:last-child::before {\n" +
  "display: none;\n" +
  "}\n" +
  ".branches:has(li + li) .stop {\n" +
  "margin-inline-start: 3rem;\n" +
  "}\n" +
  ".stop,\n" +
  ".branches .stop {\n" +
  "flex: none;\n" +
  "width: auto;\n" +
  "}\n" +
  ".wire {\n" +
  "flex: none;\n" +
  "width: 0;\n" +
  "height: 0.9rem;\n" +
  "min-width: 0;\n" +
  "margin-inline-start: 1.5rem;\n" +
  "border-top: 0;\n" +
  "border-inline-start: 2px solid var(--mood-fill);\n" +
  "}\n" +
  ".wire.unknown {\n" +
  "border-inline-start-style: dashed;\n" +
  "}\n" +
  ".wire.denied {\n" +
  "border-inline-start-style: dotted;\n" +
  "}\n" +
  ".leg,\n" +
  ".branches .leg {\n" +
  "display: flex;\n" +
  "flex: none;\n" +
  "align-items: center;\n" +
  "gap: 0.5rem;\n" +
  "width: 100%;\n" +
  "max-width: none;\n" +
  "min-height: 2.75rem;\n" +
  "padding-inline-start: calc(1.5rem + 1px - 0.85em - 2px);\n" +
  "}\n" +
  ".leg .line {\n" +
  "position: absolute;\n" +
  "inset-block: 0;\n" +
  "inset-inline-start: 1.5rem;\n" +
  "width: 0;\n" +
  "height: 100%;\n" +
  "border-top: 0;\n" +
  "border-inline-start: 2px solid var(--mood-fill);\n" +
  "}\n" +
  ".leg .line::after {\n" +
  "display: none;\n" +
  "}\n" +
  ".leg.unknown .line {\n" +
  "border-inline-start-style: dashed;\n" +
  "}\n" +
  ".leg.denied .line {\n" +
  "border-inline-start-style: dotted;\n" +
  "}\n" +
  ".leg .i {\n" +
  "padding: 2px 0;\n" +
  "}\n" +
  ".leg .label {\n" +
  "align-self: center;\n" +
  "padding: 0;\n" +
  "}\n" +
  ".path {\n" +
  "contain-intrinsic-size: auto 20rem;\n" +
  "}\n" +
  "}\n" +
  "@media (max-width: 40rem) {\n" +
  "html {\n" +
  "scroll-padding-top: 1rem;\n" +
  "}\n" +
  ":is(th, td):has(> .bar, > .vh:only-child) {\n" +
  "display: none;\n" +
  "}\n" +
  ".top {\n" +
  "position: static;\n" +
  "flex-wrap: wrap;\n" +
  "}\n" +
  ".top nav {\n" +
  "order: 3;\n" +
  "width: 100%;\n" +
  "}\n" +
  ".brand {\n" +
  "margin-inline-end: auto;\n" +
  "}\n" +
  ".chips {\n" +
  "flex-wrap: wrap;\n" +
  "}\n" +
  ".finding summary {\n" +
  "flex-wrap: wrap;\n" +
  "}\n" +
  ".finding summary .what {\n" +
  "order: 3;\n" +
  "width: 100%;\n" +
  "}\n" +
  ".select,\n" +
  ".select select {\n" +
  "flex: 1;\n" +
  "max-width: none;\n" +
  "min-width: 0;\n" +
  "}\n" +
  "}\n" +
  "@media print {\n" +
  ":root {\n" +
  "color-scheme: light !important;\n" +
  "}\n" +
  "@page {\n" +
  "margin: 14mm;\n" +
  "}\n" +
  "body {\n" +
  "font-size: 10pt;\n" +
  "background: none;\n" +
  "}\n" +
  "* {\n" +
  "print-color-adjust: exact;\n" +
  "-webkit-print-color-adjust: exact;\n" +
  "}\n" +
  ".toolbar,\n" +
  ".theme,\n" +
  ".top nav,\n" +
  ".skip,\n" +
  ".action,\n" +
  ".anchor,\n" +
  "summary::after,\n" +
  ".leg .label::after {\n" +
  "display: none !important;\n" +
  "}\n" +
  ".top {\n" +
  "position: static;\n" +
  "backdrop-filter: none;\n" +
  "}\n" +
  ".path {\n" +
  "content-visibility: visible;\n" +
  "}\n" +
  ".stop {\n" +
  "flex: 1 1 6rem;\n" +
  "padding: 0.3rem 0.5rem;\n" +
  "}\n" +
  ".branches .stop {\n" +
  "width: 8.2rem;\n" +
  "}\n" +
  ".leg {\n" +
  "flex: 1 0 3.6rem;\n" +
  "}\n" +
  ".branches .leg {\n" +
  "width: 5.4rem;\n" +
  "}\n" +
  ".leg .label {\n" +
  "text-align: center;\n" +
  "}\n" +
  ".card:not([hidden]) .panel:not(.allowed) {\n" +
  "display: block !important;\n" +
  "}\n" +
  ".card,\n" +
  ".tablebox,\n" +
  ".panel li {\n" +
  "break-inside: avoid;\n" +
  "}\n" +
  ".finding,\n" +
  ".fix {\n" +
  "break-inside: auto;\n" +
  "}\n" +
  "h2 {\n" +
  "break-after: avoid;\n" +
  "}\n" +
  "pre,\n" +
  ".policy {\n" +
  "max-height: none;\n" +
  "white-space: pre-wrap;\n" +
  "overflow-wrap: anywhere;\n" +
  "}\n" +
  ".diff span {\n" +
  "width: auto;\n" +
  "}\n" +
  "}";
export const scriptHash = 'sha256-XJB1NU7fx+u3DKjdn+lyfx3wqvTV6hGEDTPLyUAd97U=';
export const scriptText =
  "(function(){function e(e,t){let n=document.getElementById(e);return n instanceof t?n:void 0}function t(e,t=document){return[...t.querySelectorAll(e)]}function n(e,t){document.addEventListener(`click`,({target:n})=>{let r=n instanceof Element?n.closest(e):null;r!==null&&t(r)})}function r(){n(`[data-copy]`,e=>{let t=document.getElementById(e.dataset.copy??``);t!==null&&i(t,e)})}async function i(e,t){let n=await a(e);n||getSelection()?.selectAllChildren(e),t.textContent=n?`Copied`:`Selected: press Ctrl+C`}async function a({textContent:e}){try{return await navigator.clipboard.writeText(e),!0}catch{return!1}}function o({name:n,noun:r,tests:i,onReset:a}){let o=document.getElementById(`${n}-tools`),l=document.getElementById(`${n}-list`);if(o===null||l===null)return;let u=t(`.card`,l),d=e(`${n}-search`,HTMLInputElement),f=c(),p=()=>{let e=(d?.value??``).toLowerCase().split(/\\s+/).filter(Boolean),t=i().filter(e=>e!==void 0),a=n=>t.every(e=>e(n))&&e.every(e=>f(n).includes(e)),o=u.filter(e=>(e.hidden=!a(e),!e.hidden)).length;s(n,r,o,u.length)},m=()=>{for(let e of o.querySelectorAll(`input`))e.type===`radio`?e.checked=e.value===``:e.value=``;for(let e of o.querySelectorAll(`select`))e.value=``;a?.(),p()};return o.hidden=!1,o.addEventListener(`input`,p),document.getElementById(`${n}-reset`)?.addEventListener(`click`,()=>{m(),d?.focus()}),p(),{update:p,reset:m}}function s(e,t,n,r){let i=document.getElementById(`${e}-count`),a=r===1?t:`${t}s`,o=n===r?`${r} ${a}`:`${n} of ${r} ${a}`;i!==null&&i.textContent!==o&&(i.textContent=o);let s=document.getElementById(`${e}-reset`);s!==null&&(s.hidden=n===r);let c=document.getElementById(`${e}-none`);c!==null&&(c.hidden=n>0)}function c(){let e=/* @__PURE__ */ new Map;return n=>{let r=e.get(n);if(r!==void 0)return r;let i=t(`[title]`,n).map(({title:e})=>e),a=[n.textContent,...i].join(` `).toLowerCase();return e.set(n,a),a}}function l(e,t){if(e!==void 0&&e!==``)return({dataset:n})=>n[t]===e}function u(e){return document.querySelector(`input[name=\"${e}\"]:checked`)?.value}function d(t){return e(t,HTMLSelectElement)?.value}let f=`button.leg`;function p(){n(f,e=>h(e,!m(e))),n(`#open-legs`,v)}function m(e){return e.getAttribute(`aria-expanded`)===`true`}function h(e,t){let n=document.getElementById(e.getAttribute(`aria-controls`)??``);e.setAttribute(`aria-expanded`,String(t)),n!==null&&(n.hidden=!t)}function g(e){let t=document.querySelector(`[aria-controls=\"${e.id}\"]`);t!==null&&h(t,!0)}let _={open:`Open broken legs`,close:`Close all legs`};function v(e){let n=e.textContent===_.open,r=n?`.card:not([hidden]) ${f}:not(.allowed)`:`${f}[aria-expanded=\"true\"]`;for(let e of t(r))h(e,n);e.textContent=n?_.close:_.open}function y(e){addEventListener(`hashchange`,()=>b(e)),b(e)}function b({paths:e,findings:t}){let n=document.getElementById(decodeURIComponent(location.hash.slice(1))),r=n?.closest(`.card`);n!==null&&r!=null&&(r.hidden&&(r.matches(`.path`)?e:t)?.reset(),r instanceof HTMLDetailsElement&&(r.open=!0),n.matches(`.panel`)&&g(n),r.scrollIntoView({block:`start`}),x(r))}function x(e){let t=e.querySelector(`:scope > summary`),n=t??e;t===null&&(e.tabIndex=-1),n.focus({preventScroll:!0})}function S(e){let t=document.getElementById(e);t?.scrollIntoView({block:`start`}),t?.focus({preventScroll:!0})}function C(){let e=[];addEventListener(`beforeprint`,()=>{e=[...document.querySelectorAll(`details:not([open])`)];for(let t of e)t.open=!0}),addEventListener(`afterprint`,()=>{for(let t of e)t.open=!1})}let w=`backuplint-theme`;function T(){D(O())}function E(){let e=document.getElementById(`theme`);if(e!==null){e.hidden=!1;for(let t of e.querySelectorAll(`input`))t.checked=t.value===O(),t.addEventListener(`change`,()=>{D(t.value),k(t.value)})}}function D(e){let{dataset:t}=document.documentElement;e===`light`||e===`dark`?t.theme=e:delete t.theme}function O(){try{return localStorage.getItem(w)??`auto`}catch{return`auto`}}function k(e){try{localStorage.setItem(w,e)}catch{}}document.documentElement.classList.add(`js`),T(),document.addEventListener(`DOMContentLoaded`,()=>{let e=A(),t=o({name:`finding`,noun:`finding`,tests:()=>[l(u(`finding-severity`),`severity`)]});E(),p(),r(),C(),n(`[data-filter-rule]`,({dataset:e})=>j(t,e.filterRule??``)),y({paths:e,findings:t})});function A(){let t,r=o({name:`path`,noun:`backup path`,tests:()=>[l(u(`path-outcome`),`outcome`),l(d(`path-type`),`type`),l(d(`path-plan`),`plan`),l(d(`path-deployment`),`deployment`),t===void 0?void 0:({dataset:e})=>(e.findings??``).split(` `).includes(t??``)],onReset:()=>{t=void 0}});return n(`[data-show-paths]`,({dataset:e})=>{r?.reset(),t=e.showPaths,r?.update(),S(`paths`)}),n(`[data-filter-type]`,({dataset:t})=>{r?.reset();let n=e(`path-type`,HTMLSelectElement);n!==void 0&&(n.value=t.filterType??``),r?.update(),S(`paths`)}),r}function j(t,n){t?.reset();let r=e(`finding-search`,HTMLInputElement);r!==void 0&&(r.value=n),t?.update(),S(`findings`)}})();";
