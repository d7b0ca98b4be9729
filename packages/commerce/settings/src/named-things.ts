export { moments, words } from '@stoa/http'
