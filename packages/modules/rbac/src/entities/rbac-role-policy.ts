import { defineEntity, p } from '@mikro-orm/core'
import { id, metadata, timestamps } from '@stoa/kernel'
import { RbacPolicy } from './rbac-policy.ts'
import { RbacRole } from './rbac-role.ts'

const RbacRolePolicySchema = defineEntity({
  name: 'RbacRolePolicy',
  schema: 'stoa_rbac',
  properties: {
    id: id('rlpl'),
    role: () => p.manyToOne(RbacRole).deleteRule('cascade'),
    policy: () => p.manyToOne(RbacPolicy).deleteRule('cascade'),
    metadata: metadata(),
    ...timestamps,
  },
  uniques: [{ properties: ['role', 'policy'], where: 'deleted_at is null' }],
  indexes: [{ properties: ['policy'], where: 'deleted_at is null' }],
})

/** That a role has a policy. */
export class RbacRolePolicy extends RbacRolePolicySchema.class {}
RbacRolePolicySchema.setClass(RbacRolePolicy)
