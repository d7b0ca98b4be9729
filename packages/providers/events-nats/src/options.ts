/** How to reach NATS, and what to keep there. */
export interface NatsOptions {
  /**
   * `nats://host:4222`, or several; `tls://` asks for TLS. User and password, or a token in the place of the user, may
   * stand in one of them and hold for all.
   */
  servers: string | readonly string[]
  /** Path of a credentials file (a JWT and its seed). It is read again on each connect. */
  creds_file?: string
  /** Paths of PEM files: the authority that the servers' certificates are from, and a certificate of the host's own. */
  tls?: { ca_file?: string; cert_file?: string; key_file?: string }
  /**
   * Letters, digits, `_` and `-`. Names the stream, `<prefix>-events`, and begins all subjects. Shops that share a NATS
   * cluster each need one of their own. Default: `stoa`.
   */
  prefix?: string
  /** On how many servers of the cluster events are kept: 1, 3 or 5. Default: 1. */
  replicas?: number
  /** Milliseconds after which an event is delivered again whose host does not show signs of life. Default: 30,000. */
  ack_wait?: number
}
