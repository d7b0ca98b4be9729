import { spawn } from 'node:child_process'
import os from 'node:os'
import path from 'node:path'
import { root } from './root.mjs'

const windows = process.platform === 'win32'
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']

/** npm passes a terminal's Ctrl-C on to us although we got it already; a repetition this soon is the same key. */
const sameKey = 500

/**
 * Runs a command with the workspace's binaries first on the PATH, so that `node` is the version we develop on. Resolves
 * to its exit code once it has ended; signals are passed on to it. With `quiet`, its output is shown only if it fails.
 */
export function run(command, args, { env = {}, quiet = false } = {}) {
  const bin = path.join(root, 'node_modules', '.bin')
  const child = spawn(command, windows ? args.map(quote) : args, {
    cwd: root,
    env: { ...process.env, ...env, PATH: bin + path.delimiter + process.env.PATH },
    stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit',
    // A process group of its own: Ctrl-C reaches us, and through us the command, once.
    detached: !windows,
    shell: windows,
  })
  const output = []
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => output.push(chunk))
  const stopForwarding = forwardSignals(child)
  return new Promise((resolve) => {
    const end = (code) => {
      stopForwarding()
      if (code !== 0 && quiet) process.stderr.write(Buffer.concat(output))
      resolve(code)
    }
    child.on('error', (error) => {
      console.error(`Could not run ${command}: ${error.message}`)
      end(127)
    })
    child.on('close', (code, signal) => end(code ?? 128 + os.constants.signals[signal]))
  })
}

function forwardSignals(child) {
  const last = {}
  const forward = (signal) => {
    const repeated = Date.now() - (last[signal] ?? 0) < sameKey
    last[signal] = Date.now()
    // On Windows the console has told the child already.
    if (repeated || windows || !child.pid) return
    try {
      process.kill(-child.pid, signal)
    } catch {
      // It has ended just now.
    }
  }
  for (const signal of signals) process.on(signal, forward)
  return () => {
    for (const signal of signals) process.off(signal, forward)
  }
}

/** Windows finds `.cmd` files only through a shell, which splits arguments at blanks. */
function quote(argument) {
  return /[\s"&|<>^]/.test(argument) ? `"${argument.replaceAll('"', '\\"')}"` : argument
}
