import { isSysfsPath } from '../port/sysfs-path.js'
import { SysfsError, type Sysfs } from '../port/sysfs.js'

/** What the driver answered to a foreign `migration_version`. */
export type MigrationVersionAnswer = { readonly accepted: true } | { readonly accepted: false; readonly errno: string }

/**
 * Asks a target's driver whether it takes what a source sends: writes the source's `migration_version` to the target's, below
 * the directory of its device or type. Any error of the kernel is a no.
 * @throws whatever the port throws that is no answer of the kernel
 */
export async function tryMigrationVersion(
  sysfs: Sysfs,
  directory: string,
  version: string,
): Promise<MigrationVersionAnswer> {
  const file = `${directory}/migration_version`
  if (!isSysfsPath(file)) return { accepted: false, errno: 'EINVAL' }
  try {
    await sysfs.write(file, new TextEncoder().encode(version))
    return { accepted: true }
  } catch (error) {
    if (error instanceof SysfsError) return { accepted: false, errno: error.code }
    throw error
  }
}
