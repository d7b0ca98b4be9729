/** SVG is missing: it is a page with scripts of its own. */
const PICTURES = new Set(['png', 'jpg', 'jpeg', 'gif', 'webp', 'avif', 'bmp', 'ico'])

/** Whether browsers may show a file with this name. */
export const isPicture = (name: string): boolean => PICTURES.has(name.split('.').at(-1)?.toLowerCase() ?? '')
