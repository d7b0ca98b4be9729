export {
  actorOf,
  checkFields,
  type Reading,
  readMany,
  readOne,
  selectedFields,
  sendList,
  sendOne,
} from './answer.ts'
export { checkReach } from './check-reach.ts'
export { fieldRules } from './field-rules.ts'
export { Resource, type ResourceDefinition, resource } from './resource.ts'
export { additions, assertFound, transaction } from './writing.ts'
