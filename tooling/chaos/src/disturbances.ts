import type { Client } from 'pg'
import type { NatsServer } from './nats-server.ts'
import type { HostProcess } from './process.ts'

/** What goes wrong in one experiment. */
export interface Plan {
  /** How often a host is killed. */
  kills: number
  /** Milliseconds without NATS. */
  nats_outage: number
  /** Times PostgreSQL loses all its connections and recovers as after a crash. */
  database_crashes: number
}

export interface Happened {
  kills: number
  nats_outages: number
  nats_data_lost: number
  database_crashes: number
  messages_repeated: number
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** Does everything in the plan, while others buy. Two hosts are never down at once for long: one is always being started. */
export async function disturb(
  plan: Plan,
  hosts: readonly HostProcess[],
  nats: NatsServer,
  crashDatabase: () => Promise<void>,
  progress: (text: string) => void,
): Promise<Happened> {
  const happened: Happened = {
    kills: 0,
    nats_outages: 0,
    nats_data_lost: 0,
    database_crashes: 0,
    messages_repeated: 0,
  }
  const killing = kill(plan.kills, hosts, happened, progress)
  const others = (async () => {
    await pause(2_000)
    happened.messages_repeated += await nats.repeat(200)
    progress('NATS is stopped')
    await nats.stop()
    await pause(plan.nats_outage)
    nats.start()
    happened.nats_outages += 1
    await pause(3_000)
    progress('NATS loses its data')
    await nats.stop()
    await nats.wipe()
    nats.start()
    happened.nats_data_lost += 1
    for (let crash = 0; crash < plan.database_crashes; crash += 1) {
      await pause(4_000)
      progress('PostgreSQL crashes')
      await crashDatabase()
      happened.database_crashes += 1
    }
    await pause(2_000)
    happened.messages_repeated += await nats.repeat(200)
  })()
  await Promise.all([killing, others])
  return happened
}

/** At points that nobody chose: a host has run for 0 to 2.5 seconds when it is killed. */
async function kill(
  times: number,
  hosts: readonly HostProcess[],
  happened: Happened,
  progress: (text: string) => void,
): Promise<void> {
  while (happened.kills < times) {
    const host = hosts[Math.floor(Math.random() * hosts.length)] as HostProcess
    await pause(Math.random() * 2_500)
    await host.kill()
    happened.kills += 1
    if (happened.kills % 10 === 0) progress(`${happened.kills} hosts were killed`)
    await host.start()
  }
}

/** Kills a backend as the kernel would: the server ends all others, and recovers from its log. */
export async function crashBackend(client: Client): Promise<void> {
  const { rows } = await client.query<{ pid: number }>(
    `select pid from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid() limit 1`,
  )
  const [victim] = rows
  if (victim) process.kill(victim.pid, 'SIGKILL')
}
