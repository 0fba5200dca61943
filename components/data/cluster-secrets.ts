import type { SystemEnvironment } from "../../config/environment.ts";
import type { ClusterKey } from "../../model/database-cluster.ts";
import { databaseLogins, databaseRoles } from "../secrets/database-logins.ts";
import { loginSecretName } from "../secrets/secret-references.ts";
import type { RoleSecrets } from "./managed-roles.ts";

/**
 * Names of the Secrets that a cluster makes its roles by. They are the cluster's own: another name would be an update of it, and
 * one that is dead takes none.
 */
export const clusterSecrets = (
  own: SystemEnvironment,
  cluster: ClusterKey,
): { readonly secret: string; readonly roleSecrets: RoleSecrets | undefined } => ({
  secret: loginSecretName(own, "owner", cluster),
  roleSecrets:
    databaseRoles(own).length > 1
      ? Object.fromEntries(
          databaseLogins(own)
            .filter((login) => login !== "owner")
            .map((login) => [login, loginSecretName(own, login, cluster)]),
        )
      : undefined,
});
