export { actorOf, checkFields, type Reading, sendList, sendOne } from './answer.ts'
export { fieldRules } from './field-rules.ts'
