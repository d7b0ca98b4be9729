import type { Provider } from '@stoa/kernel'
import { openHost } from '../host.ts'

/** A transport, for the suites that each has to pass. */
export interface TransportUnderTest {
  /** What makes a host of the shop on this database use it. */
  providers(url: string): Provider<any>[]
}

/** The hosts of a suite, all on the transport under test. */
export interface Shop {
  openHost(url: string): ReturnType<typeof openHost>
}

export const shopOn = ({ providers }: TransportUnderTest): Shop => ({
  openHost: (url) => openHost(url, providers(url)),
})
