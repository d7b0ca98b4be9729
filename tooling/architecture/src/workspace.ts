import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** The floors of the house, named after their folders. */
export type Kind =
  | 'framework'
  | 'modules'
  | 'providers'
  | 'commerce'
  | 'tools'
  | 'apps'
  | 'examples'
  | 'tooling'

/** A package of the workspace. */
export interface Member {
  name: string
  version: string
  kind: Kind
  /** Its folder, from the root, with `/`. */
  path: string
  private: boolean
  /** What is installed with it: dependencies, peer and optional dependencies. */
  needs: string[]
  /** What is there only while it is developed. */
  develops_with: string[]
}

/** Reads every package.json of the workspace at the root. */
export function readWorkspace(root: string): Member[] {
  const manifests = globSync(['packages/*/*/package.json', '{apps,examples,tooling}/*/package.json'], {
    cwd: root,
  })
  return manifests
    .map((file) => {
      const folder = path.dirname(file).split(path.sep)
      return toMember(folder.join('/'), JSON.parse(readFileSync(path.join(root, file), 'utf8')))
    })
    .sort((a, b) => a.path.localeCompare(b.path))
}

function toMember(folder: string, manifest: any): Member {
  const [first, second] = folder.split('/')
  const { dependencies, peerDependencies, optionalDependencies, devDependencies } = manifest
  return {
    name: manifest.name,
    version: manifest.version,
    kind: (first === 'packages' ? second : first) as Kind,
    path: folder,
    private: manifest.private === true,
    needs: Object.keys({ ...dependencies, ...peerDependencies, ...optionalDependencies }),
    develops_with: Object.keys({ ...devDependencies }),
  }
}
