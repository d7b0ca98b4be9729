import { defineEntity, p } from '@mikro-orm/core'
import { id, metadata, timestamps } from '@stoa/kernel'
import { RbacRole } from './rbac-role.ts'

const RbacRoleParentSchema = defineEntity({
  name: 'RbacRoleParent',
  schema: 'stoa_rbac',
  properties: {
    id: id('rlin'),
    role: () => p.manyToOne(RbacRole).deleteRule('cascade'),
    parent: () => p.manyToOne(RbacRole).deleteRule('cascade'),
    metadata: metadata(),
    ...timestamps,
  },
  uniques: [{ properties: ['role', 'parent'], where: 'deleted_at is null' }],
  indexes: [{ properties: ['parent'], where: 'deleted_at is null' }],
})

/** That a role allows whatever another one allows. */
export class RbacRoleParent extends RbacRoleParentSchema.class {}
RbacRoleParentSchema.setClass(RbacRoleParent)
