/**
 * Places on a machine that a person should be told about when a program is pointed at them. Data only.
 *
 * Paths are in segments with `/`, compared whole. `home` ones stand below the home folder.
 */
import type { Finding } from '../contract/plan.ts';
import type { MachineFacts } from '../ports/runtimes.ts';

export interface SensitivePlace {
  readonly path: string;
  readonly what: string;
  readonly severity: Finding['severity'];
  /** Counts in every folder, such as another person's home. */
  readonly anywhere?: boolean;
}

const listed = (severity: Finding['severity'], what: string, paths: string): readonly SensitivePlace[] =>
  paths.split('|').map((path) => ({ path: path.trim(), what, severity }));

const keys = (what: string, paths: string): readonly SensitivePlace[] =>
  listed('danger', what, paths).map((place) => ({ ...place, anywhere: true }));

export const HOME_PLACES: readonly SensitivePlace[] = [
  ...keys('keys that open other computers', '.ssh'),
  ...keys('keys for encrypting and signing', '.gnupg'),
  ...keys(
    'passwords and keys of cloud services',
    '.aws|.azure|.kube|.oci|.config/gcloud|.docker/config.json|.terraform.d/credentials.tfrc.json',
  ),
  ...keys(
    'stored passwords',
    '.password-store|.netrc|.git-credentials|.pgpass|.local/share/keyrings|Library/Keychains|.config/op',
  ),
  ...keys(
    'stored passwords',
    'AppData/Local/Microsoft/Credentials|AppData/Roaming/Microsoft/Credentials|AppData/Roaming/Microsoft/Protect|AppData/Local/Microsoft/Vault',
  ),
  ...listed(
    'danger',
    'keys of package registries',
    '.npmrc|.pypirc|.cargo/credentials.toml|.gem/credentials|.config/gh',
  ),
  ...listed(
    'danger',
    'passwords, cookies and history of a browser',
    '.mozilla|.config/google-chrome|.config/chromium|.config/BraveSoftware|.config/microsoft-edge|.config/opera|.config/vivaldi|Library/Safari|Library/Cookies|Library/Application Support/Google/Chrome|Library/Application Support/Chromium|Library/Application Support/Firefox|Library/Application Support/BraveSoftware|Library/Application Support/Microsoft Edge|AppData/Local/Google/Chrome|AppData/Local/Chromium|AppData/Local/Microsoft/Edge|AppData/Local/BraveSoftware|AppData/Roaming/Mozilla',
  ),
  ...listed('danger', 'wallets', '.bitcoin|.ethereum|.config/solana'),
  ...listed(
    'danger',
    'the settings of other programs that start servers like this one',
    '.cursor|.claude|.claude.json|.codex|.codeium|.gemini|.continue|.lmstudio|.vscode|.config/Claude|.config/Code/User|.config/goose|.config/zed|Library/Application Support/Claude|Library/Application Support/Code/User|Library/Application Support/Cursor|Library/Application Support/Zed|AppData/Roaming/Claude|AppData/Roaming/Code/User|AppData/Roaming/Cursor',
  ),
  ...listed(
    'danger',
    'files that run when you log in or open a terminal',
    '.bashrc|.bash_profile|.bash_login|.bash_logout|.profile|.zshrc|.zprofile|.zshenv|.zlogin|.kshrc|.config/fish|.config/autostart|.config/systemd|Library/LaunchAgents|AppData/Roaming/Microsoft/Windows/Start Menu/Programs/Startup|Documents/PowerShell|Documents/WindowsPowerShell|.gitconfig|.config/git',
  ),
];

const unix = [
  ...listed(
    'danger',
    'passwords and rights of this computer',
    '/etc/shadow|/etc/sudoers|/etc/sudoers.d|/etc/ssh|/private/etc/sudoers|/private/etc/ssh',
  ),
  ...listed(
    'danger',
    'the switchboard of Docker, which gives the rights of an administrator',
    '/var/run/docker.sock|/run/docker.sock|/run/podman/podman.sock|/var/run/podman/podman.sock',
  ),
  ...listed('caution', 'settings of this computer', '/etc|/private/etc|/boot|/usr/local/etc'),
  ...listed('caution', 'the inner workings of this computer', '/proc|/sys|/dev|/root|/var/root|/private/var/root'),
];

export const SYSTEM_PLACES: Readonly<Record<MachineFacts['platform'], readonly SensitivePlace[]>> = {
  linux: unix,
  darwin: [...unix, ...listed('caution', 'the operating system', '/System|/Library')],
  win32: [
    ...listed('danger', 'passwords and rights of this computer', 'C:/Windows/System32/config'),
    ...listed('caution', 'the operating system', 'C:/Windows'),
    ...listed('caution', 'settings shared by all users', 'C:/ProgramData'),
  ],
};

/** Devices that hold nothing. */
export const HARMLESS_PLACES: ReadonlySet<string> = new Set(
  ['null', 'zero', 'random', 'urandom', 'stdin', 'stdout', 'stderr', 'tty', 'fd'].map((name) => `/dev/${name}`),
);
