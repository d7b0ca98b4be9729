export { LocalFiles, type LocalFilesOptions } from './local-files.ts'
