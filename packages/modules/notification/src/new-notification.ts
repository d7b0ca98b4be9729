import type { Attachment, MessageContent } from './notification-provider-strategy.ts'

/** A message to send. */
export interface NewNotification {
  /** An address, a number, a name: whatever the channel knows people by. */
  to: string
  /** Default: what the provider sends as. */
  from?: string | null
  /** Such as `email`, or `feed` for what the admin shows its users. */
  channel: string
  /** As the provider's system calls it. */
  template?: string | null
  /** What the template is filled with. It is kept, and shown to whoever may read notifications. */
  data?: Record<string, unknown> | null
  /** What only this provider or channel understands, such as `cc`. Kept like `data`. */
  provider_data?: Record<string, unknown> | null
  /** What the message is about: the event's name, say. */
  trigger_type?: string | null
  resource_id?: string | null
  resource_type?: string | null
  /** The customer or user it is for. */
  receiver_id?: string | null
  /** That this one repeats another. */
  original_notification_id?: string | null
  /** Of several with one key one is sent. Give the event's id where an event is the reason. Default: it is always sent. */
  idempotency_key?: string | null
  /** What the message says, in words. It is not kept: the place for what is secret, such as a link that sets a password. */
  content?: MessageContent
  /** They are not kept. */
  attachments?: readonly Attachment[]
}
