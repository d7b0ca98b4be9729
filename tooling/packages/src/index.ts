export { installTarballs } from './install-tarballs.ts'
export { type Packed, packAll } from './pack.ts'
export { run } from './run.ts'
