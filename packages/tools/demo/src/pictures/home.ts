import type { Palette } from './palette.ts'

const steam = (x: number, y: number, colour: string) =>
  `<path d="M${x} ${y} q-24 -36 0 -66 t0 -66 M${x + 60} ${y} q-24 -36 0 -66 t0 -66" fill="none" stroke="${colour}" stroke-width="9" stroke-linecap="round" opacity="0.6"/>`

/** Drawings of things for the kitchen and the house on a canvas of 800 × 800. */
export const home = {
  mug: ({ main, shade, light }: Palette) => `${steam(350, 290, shade)}
    <path d="M500 370 Q600 360 595 440 Q590 520 495 510" fill="none" stroke="${shade}" stroke-width="30"/>
    <path d="M270 320 H510 L500 560 Q495 610 440 610 H340 Q285 610 280 560 Z" fill="${main}" stroke="${shade}" stroke-width="6"/>
    <path d="M272 340 H508 L504 420 Q390 450 277 420 Z" fill="${light}"/>`,
  coffee: ({ main, shade, light }: Palette) => `
    <path d="M275 230 H525 L545 620 H255 Z" fill="${main}" stroke="${shade}" stroke-width="6"/>
    <path d="M285 180 H515 L525 240 H275 Z" fill="${shade}"/>
    <rect x="310" y="330" width="180" height="190" rx="14" fill="${light}"/>
    <ellipse cx="400" cy="425" rx="46" ry="64" fill="${shade}" transform="rotate(24 400 425)"/>
    <path d="M380 372 Q425 425 420 480" fill="none" stroke="${light}" stroke-width="8"/>`,
  dripper: ({ main, shade, light }: Palette) => `
    <path d="M270 240 H530 L440 420 H360 Z" fill="${main}" stroke="${shade}" stroke-width="6"/>
    <rect x="310" y="420" width="180" height="20" rx="10" fill="${shade}"/>
    <path d="M320 450 H480 L510 590 Q510 620 480 620 H320 Q290 620 290 590 Z" fill="#f4f7f7" stroke="${shade}" stroke-width="6"/>
    <path d="M299 545 H501 L508 590 Q508 614 480 614 H320 Q292 614 292 590 Z" fill="${shade}" opacity="0.7"/>
    <path d="M330 270 L375 390 M400 270 V390 M470 270 L425 390" stroke="${light}" stroke-width="6"/>`,
  kettle: ({ main, shade, light }: Palette) => `
    <path d="M300 330 Q300 190 400 190 Q500 190 500 330" fill="none" stroke="${shade}" stroke-width="16"/>
    <path d="M275 470 Q190 450 215 330" fill="none" stroke="${main}" stroke-width="24" stroke-linecap="round"/>
    <path d="M300 330 H500 L550 570 Q550 610 510 610 H290 Q250 610 250 570 Z" fill="${main}" stroke="${shade}" stroke-width="6"/>
    <rect x="330" y="300" width="140" height="34" rx="12" fill="${shade}"/><circle cx="400" cy="290" r="16" fill="${light}"/>
    <path d="M310 400 L290 560" stroke="${light}" stroke-width="14" stroke-linecap="round"/>`,
  grinder: ({ main, shade, light }: Palette) => `
    <path d="M400 250 L540 210" stroke="${shade}" stroke-width="16" stroke-linecap="round"/><circle cx="552" cy="200" r="26" fill="${light}"/>
    <rect x="330" y="240" width="140" height="210" rx="26" fill="${main}" stroke="${shade}" stroke-width="6"/>
    <rect x="340" y="450" width="120" height="160" rx="16" fill="${light}" stroke="${shade}" stroke-width="6"/>
    <path d="M345 300 H455 M345 330 H455" stroke="${shade}" stroke-width="6"/>`,
  candle: ({ main, shade, light }: Palette) => `
    <path d="M400 210 Q445 280 400 320 Q355 280 400 210 Z" fill="#f3b341"/><path d="M400 320 V370" stroke="#4a4038" stroke-width="8"/>
    <path d="M300 360 H500 V580 Q500 610 470 610 H330 Q300 610 300 580 Z" fill="${main}" stroke="${shade}" stroke-width="6"/>
    <ellipse cx="400" cy="362" rx="100" ry="22" fill="${light}" stroke="${shade}" stroke-width="5"/>
    <rect x="335" y="440" width="130" height="96" rx="8" fill="${light}"/>`,
  blanket: ({ main, shade, light }: Palette) => `
    <path d="M220 330 Q400 270 580 330 V420 Q400 360 220 420 Z" fill="${light}" stroke="${shade}" stroke-width="6"/>
    <path d="M210 410 Q400 350 590 410 V510 Q400 450 210 510 Z" fill="${main}" stroke="${shade}" stroke-width="6"/>
    <path d="M200 500 Q400 440 600 500 V600 Q400 550 200 600 Z" fill="${main}" stroke="${shade}" stroke-width="6"/>
    <path d="M204 540 Q400 484 596 540 M214 450 Q400 394 586 450" fill="none" stroke="${light}" stroke-width="12"/>`,
  bowl: ({ main, shade, light }: Palette) => `
    <path d="M220 380 H580 Q570 600 400 600 Q230 600 220 380 Z" fill="${main}" stroke="${shade}" stroke-width="6"/>
    <ellipse cx="400" cy="380" rx="180" ry="46" fill="${light}" stroke="${shade}" stroke-width="6"/>
    <path d="M250 470 Q400 520 550 470" fill="none" stroke="${light}" stroke-width="12"/>`,
} satisfies Record<string, (colours: Palette) => string>
