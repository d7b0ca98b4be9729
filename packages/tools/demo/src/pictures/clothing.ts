import type { Palette } from './palette.ts'

const sleeves = ({ main, shade }: Palette, length: number) => `
  <path d="M300 245 L${210 - length / 4} ${330 + length} L${275 - length / 4} ${365 + length} L320 320 Z" fill="${main}" stroke="${shade}" stroke-width="6"/>
  <path d="M500 245 L${590 + length / 4} ${330 + length} L${525 + length / 4} ${365 + length} L480 320 Z" fill="${main}" stroke="${shade}" stroke-width="6"/>`

const body = ({ main, shade }: Palette) =>
  `<path d="M300 240 Q400 290 500 240 L525 300 L520 600 Q400 622 280 600 L275 300 Z" fill="${main}" stroke="${shade}" stroke-width="6"/>`

const collar = ({ shade, light }: Palette) =>
  `<path d="M350 250 Q400 310 450 250 Q400 275 350 250 Z" fill="${light}" stroke="${shade}" stroke-width="5"/>`

/** Drawings of clothes on a canvas of 800 × 800. */
export const clothing = {
  tee: (colours: Palette) => `${sleeves(colours, 40)}${body(colours)}${collar(colours)}`,
  shirt: (colours: Palette) => `${sleeves(colours, 200)}${body(colours)}
    <path d="M345 248 L400 315 L455 248 L430 240 L400 270 L370 240 Z" fill="${colours.light}" stroke="${colours.shade}" stroke-width="5"/>
    <path d="M400 315 V608" stroke="${colours.shade}" stroke-width="5"/>
    ${[360, 420, 480, 540].map((y) => `<circle cx="412" cy="${y}" r="6" fill="${colours.light}"/>`).join('')}
    <rect x="435" y="370" width="60" height="66" rx="6" fill="none" stroke="${colours.shade}" stroke-width="5"/>`,
  sweater: (colours: Palette) => `${sleeves(colours, 210)}${body(colours)}${collar(colours)}
    <path d="M281 570 Q400 592 519 570 L520 600 Q400 622 280 600 Z" fill="${colours.light}"/>
    ${[340, 380, 420, 460, 500].map((y) => `<path d="M285 ${y} q14 -16 28 0 t28 0 t28 0 t28 0 t28 0 t28 0 t28 0 t28 0" fill="none" stroke="${colours.light}" stroke-width="4"/>`).join('')}`,
  hoodie: (colours: Palette) => `${sleeves(colours, 210)}
    <path d="M320 250 Q310 165 400 165 Q490 165 480 250 Q400 320 320 250 Z" fill="${colours.shade}"/>${body(colours)}
    <path d="M318 250 Q400 340 482 250 Q470 200 400 200 Q330 200 318 250 Z" fill="${colours.light}" stroke="${colours.shade}" stroke-width="5"/>
    <path d="M320 480 L345 430 H455 L480 480 V540 H320 Z" fill="none" stroke="${colours.shade}" stroke-width="6"/>
    <path d="M385 300 V370 M415 300 V360" stroke="${colours.ground}" stroke-width="6" stroke-linecap="round"/>`,
  jacket: (colours: Palette) => `${sleeves(colours, 220)}${body(colours)}
    <path d="M335 245 L400 300 L465 245 L470 210 Q400 185 330 210 Z" fill="${colours.shade}"/>
    <path d="M400 300 V610" stroke="${colours.light}" stroke-width="10" stroke-dasharray="10 6"/>
    <path d="M310 450 L370 470 V535 H310 Z M490 450 L430 470 V535 H490 Z" fill="none" stroke="${colours.shade}" stroke-width="6"/>`,
  trousers: ({ main, shade, light }: Palette) => `
    <path d="M310 190 H490 L520 620 H425 L400 330 L375 620 H280 Z" fill="${main}" stroke="${shade}" stroke-width="6"/>
    <rect x="308" y="186" width="184" height="34" rx="6" fill="${light}"/>
    <path d="M400 220 V330 M318 235 q10 50 -14 74 M482 235 q-10 50 14 74" fill="none" stroke="${shade}" stroke-width="5"/>`,
  cap: ({ main, shade, light }: Palette) => `
    <path d="M250 440 Q250 270 400 270 Q550 270 550 440 Z" fill="${main}" stroke="${shade}" stroke-width="6"/>
    <path d="M250 430 Q400 390 550 430 Q660 460 640 490 Q470 440 250 460 Z" fill="${shade}"/>
    <path d="M400 270 V410 M400 272 Q320 320 312 420 M400 272 Q480 320 488 420" fill="none" stroke="${light}" stroke-width="4"/>
    <circle cx="400" cy="268" r="12" fill="${light}"/>`,
  beanie: ({ main, shade, light }: Palette) => `
    <circle cx="400" cy="230" r="46" fill="${light}"/>
    <path d="M265 480 Q255 250 400 250 Q545 250 535 480 Z" fill="${main}" stroke="${shade}" stroke-width="6"/>
    ${[310, 355, 400, 445, 490].map((x) => `<path d="M${x} 460 Q${(x + 400) / 2} 330 400 262" fill="none" stroke="${shade}" stroke-width="4"/>`).join('')}
    <rect x="248" y="450" width="304" height="84" rx="20" fill="${light}" stroke="${shade}" stroke-width="6"/>`,
  scarf: ({ main, shade, light }: Palette) => `
    <path d="M300 330 V190 Q300 165 330 165 H470 Q500 165 500 190 V330" fill="${shade}"/>
    <path d="M290 180 H375 V560 H290 Z M425 180 H510 V610 H425 Z" fill="${main}" stroke="${shade}" stroke-width="6"/>
    <path d="M290 200 Q290 150 340 150 H460 Q510 150 510 200 L425 240 H375 Z" fill="${main}" stroke="${shade}" stroke-width="6"/>
    <path d="M292 480 h81 M292 510 h81 M427 530 h81 M427 560 h81" stroke="${light}" stroke-width="12"/>
    ${[300, 320, 345, 365].map((x) => `<path d="M${x} 562 v34 M${x + 135} 612 v30" stroke="${shade}" stroke-width="6" stroke-linecap="round"/>`).join('')}`,
  socks: ({ main, shade, light }: Palette) => `
    <path d="M270 200 H370 V430 Q370 470 420 500 Q470 540 420 575 Q370 590 310 540 Q270 500 270 440 Z" fill="${main}" stroke="${shade}" stroke-width="6"/>
    <path d="M450 200 H550 V430 Q550 470 600 500 Q650 540 600 575 Q550 590 490 540 Q450 500 450 440 Z" fill="${main}" stroke="${shade}" stroke-width="6"/>
    <path d="M270 240 h100 M270 265 h100 M450 240 h100 M450 265 h100" stroke="${light}" stroke-width="12"/>`,
} satisfies Record<string, (colours: Palette) => string>
