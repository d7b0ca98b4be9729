import type { Palette } from './palette.ts'

/** Drawings of bags and small things to carry on a canvas of 800 × 800. */
export const bags = {
  backpack: ({ main, shade, light }: Palette) => `
    <path d="M350 200 Q350 150 400 150 Q450 150 450 200" fill="none" stroke="${shade}" stroke-width="16"/>
    <rect x="265" y="190" width="270" height="430" rx="70" fill="${main}" stroke="${shade}" stroke-width="6"/>
    <path d="M265 330 Q400 380 535 330 V260 Q535 190 465 190 H335 Q265 190 265 260 Z" fill="${light}" stroke="${shade}" stroke-width="6"/>
    <rect x="310" y="430" width="180" height="140" rx="20" fill="${shade}"/>
    <path d="M310 470 H490" stroke="${light}" stroke-width="6"/>
    <rect x="385" y="345" width="30" height="54" rx="8" fill="${shade}"/>`,
  tote: ({ main, shade, light }: Palette) => `
    <path d="M330 330 Q330 190 400 190 Q470 190 470 330" fill="none" stroke="${shade}" stroke-width="18"/>
    <path d="M260 320 H540 L565 620 H235 Z" fill="${main}" stroke="${shade}" stroke-width="6"/>
    <path d="M330 520 L400 420 L440 475 L465 445 L510 520 Z" fill="${light}"/><circle cx="350" cy="425" r="22" fill="${light}"/>`,
  duffel: ({ main, shade, light }: Palette) => `
    <path d="M310 360 Q310 240 400 240 Q490 240 490 360" fill="none" stroke="${shade}" stroke-width="16"/>
    <rect x="180" y="340" width="440" height="240" rx="100" fill="${main}" stroke="${shade}" stroke-width="6"/>
    <path d="M300 342 V578 M500 342 V578" stroke="${shade}" stroke-width="18"/>
    <path d="M230 375 H570" stroke="${light}" stroke-width="8" stroke-dasharray="12 6"/>`,
  pouch: ({ main, shade, light }: Palette) => `
    <path d="M170 400 Q280 340 400 350 Q520 340 630 400" fill="none" stroke="${shade}" stroke-width="22"/>
    <path d="M255 370 H545 Q570 540 400 560 Q230 540 255 370 Z" fill="${main}" stroke="${shade}" stroke-width="6"/>
    <path d="M285 415 H515" stroke="${light}" stroke-width="10" stroke-linecap="round"/><rect x="500" y="410" width="14" height="44" rx="6" fill="${light}"/>`,
  notebook: ({ main, shade, light }: Palette) => `
    <rect x="265" y="190" width="290" height="420" rx="14" fill="#fbf8f0" stroke="${shade}" stroke-width="5"/>
    <rect x="250" y="180" width="290" height="420" rx="14" fill="${main}" stroke="${shade}" stroke-width="6"/>
    <rect x="250" y="180" width="44" height="420" rx="14" fill="${shade}"/>
    <rect x="340" y="260" width="150" height="80" rx="8" fill="${light}"/><path d="M500 180 V600" stroke="${light}" stroke-width="10"/>`,
  bottle: ({ main, shade, light }: Palette) => `
    <rect x="360" y="160" width="80" height="70" rx="14" fill="${shade}"/>
    <path d="M350 230 H450 Q490 270 490 330 V580 Q490 620 450 620 H350 Q310 620 310 580 V330 Q310 270 350 230 Z" fill="${main}" stroke="${shade}" stroke-width="6"/>
    <path d="M340 330 V570" stroke="${light}" stroke-width="16" stroke-linecap="round"/>`,
  lantern: ({ main, shade, light }: Palette) => `
    <path d="M320 280 Q320 150 400 150 Q480 150 480 280" fill="none" stroke="${shade}" stroke-width="10"/>
    <path d="M310 300 L340 250 H460 L490 300 Z" fill="${main}" stroke="${shade}" stroke-width="6"/>
    <rect x="325" y="300" width="150" height="220" rx="20" fill="#fff6d9" stroke="${shade}" stroke-width="6"/>
    <path d="M400 360 Q445 430 400 470 Q355 430 400 360 Z" fill="${light}"/>
    <rect x="295" y="520" width="210" height="90" rx="18" fill="${main}" stroke="${shade}" stroke-width="6"/>`,
} satisfies Record<string, (colours: Palette) => string>
