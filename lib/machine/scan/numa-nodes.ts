import type { HostNumaNode } from '../snapshot/host-snapshot.js'
import { type Scan, shown } from './scan.js'

const FOLDER = 'sys/devices/system/node'

/** The NUMA nodes of the machine, by their numbers; `undefined` where its kernel tells of none. */
export function scanNumaNodes(scan: Scan): HostNumaNode[] | undefined {
  const nodes: HostNumaNode[] = []
  for (const name of scan.list(FOLDER)) {
    const number = /^node(0|[1-9]\d{0,4})$/.exec(name)?.[1]
    if (number === undefined) continue
    const file = `${FOLDER}/${name}/cpulist`
    const cpus = scan.value(file)
    if (cpus === undefined) continue
    if (/^(?:\d+(?:-\d+)?(?:,\d+(?:-\d+)?)*)?$/.test(cpus)) nodes.push({ id: Number(number), cpus })
    else scan.problem(file, `The value ${shown(cpus)} is no list of CPUs.`)
  }
  return nodes.length === 0 ? undefined : nodes.sort((a, b) => a.id - b.id)
}
