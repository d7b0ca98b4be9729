/** A file that goes along with a message. */
export interface Attachment {
  /** Base64. */
  content: string
  filename: string
  /** Its media type. Default: what the name tells. */
  content_type?: string
  /** Default: `attachment`. */
  disposition?: 'attachment' | 'inline'
  /** By which the message refers to it. */
  id?: string
}

/** A message that was put into words already. */
export interface MessageContent {
  subject?: string
  text?: string
  html?: string
}

/** A message on its way. */
export interface Message {
  /** The same each time that it is tried: an outside system tells repetitions by it. */
  id: string
  /** An address, a number, a name: whatever the channel knows people by. */
  to: string
  from: string | null
  channel: string
  /** As the provider's system calls it. */
  template: string | null
  /** What the template is filled with. */
  data: Record<string, unknown>
  /** What only this provider or channel understands, such as `cc`. */
  provider_data: Record<string, unknown>
  content?: MessageContent | undefined
  attachments?: readonly Attachment[] | undefined
}

/** A service that carries messages to people. */
export abstract class NotificationProviderStrategy {
  /** Such as `local`. */
  abstract readonly id: string

  /** As people call it. */
  abstract readonly name: string

  /** What it serves: `email`, `sms`, `feed` … A shop has one provider a channel. */
  abstract readonly channels: readonly string[]

  /**
   * Carries a message. It is called outside of any transaction, and again with the same `id` where nobody knows what became of it.
   *
   * @returns the message's id in the outside system, if there is one
   * @throws whatever went wrong; then the message counts as not sent
   */
  abstract send(message: Message): Promise<{ id?: string }>
}
