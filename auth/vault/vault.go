package vault

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"mailknock/auth/safefile"
	"mailknock/mail/wire"
)

// Options says how a vault is opened.
type Options struct {
	// Kind is the person's choice. There is no default.
	Kind Kind
	// Passphrase asks for the passphrase of kind File. It is called once for
	// each try, on the goroutine of Get or Put, may block, and must honour
	// the context. When Fresh is true the passphrase will be a new one: ask
	// for it twice. Nil: Get and Put give ErrNoPassphrase.
	Passphrase func(context.Context) (wire.Secret, error)
	// Keychain is used by kind Keychain; nil: System().
	Keychain *Chain
	// WorkFactor is the scrypt work factor, log2 N, of a new passphrase
	// file; 0: 18, about a second and 256 MiB. Tests use less.
	WorkFactor int
}

// Vault keeps the entries of one data folder. It is safe for concurrent use
// by goroutines and by processes.
type Vault struct {
	root    string
	options Options
	queues  queues

	mu      sync.Mutex
	kind    Kind
	place   place
	notices []string
}

// Open opens the vault in the data folder dir. It reads and writes nothing
// and asks nobody; what is wrong shows with the first Get or Put. With kind
// Memory dir is never used.
func Open(dir string, o Options) (*Vault, error) {
	if _, err := ParseKind(string(o.Kind)); err != nil {
		return nil, err
	}
	if dir == "" && o.Kind != Memory {
		return nil, errors.New("the vault needs a folder")
	}
	if o.Keychain == nil {
		o.Keychain = System()
	}
	v := &Vault{root: dir, options: o, kind: o.Kind}
	v.queues.list = map[string]chan struct{}{}
	v.place = v.newPlace(o.Kind)
	return v, nil
}

func (v *Vault) newPlace(k Kind) place {
	if k == Memory {
		return &inMemory{entries: map[string]Entry{}}
	}
	p := &onDisk{
		kind: k,
		dir:  v.dirOf(k),
		lock: filepath.Join(v.root, secretsDir, ".lock"),
		note: v.note,
	}
	p.key.asking = make(chan struct{}, 1)
	if k == Keychain {
		p.keeper = inKeychain{v.options.Keychain}
	} else {
		p.keeper = inFile{
			path: filepath.Join(p.dir, "identity"+extension), passphrase: v.options.Passphrase,
			work: v.options.WorkFactor,
		}
	}
	return p
}

func (v *Vault) dirOf(k Kind) string { return filepath.Join(v.root, secretsDir, string(k)) }

func (v *Vault) at() (Kind, place) {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.kind, v.place
}

// Kind is where the identity lies.
func (v *Vault) Kind() Kind {
	k, _ := v.at()
	return k
}

// Fresh tells whether there is no identity yet, so that a passphrase asked
// for now will be a new one.
func (v *Vault) Fresh() bool {
	_, p := v.at()
	disk, ok := p.(*onDisk)
	if !ok {
		return true
	}
	recipient, err := disk.recipient()
	return err == nil && recipient == "" && !disk.keeper.found()
}

// Get gives the entry of a key. It may block on the disk, on the keychain for
// at most 5 s, and on the person who types the passphrase. The error is a
// *NotFoundError, *KeychainError, ErrPassphrase, *LostError,
// *UnreadableError, or the system's. Check the entry's binding before its
// secrets go anywhere.
func (v *Vault) Get(ctx context.Context, account string) (Entry, error) {
	kind, p := v.at()
	e, err := p.get(ctx, account)
	var none *NotFoundError
	if errors.As(err, &none) {
		none.Elsewhere = v.elsewhere(account, kind)
	}
	return e, err
}

// Put stores an entry in the place of the one with the same key. When it
// returns nil the entry is on the disk and was read back; otherwise the old
// one is there. It may block as Get may. Of one account's entries only the
// holder of its Lock should write.
func (v *Vault) Put(ctx context.Context, e Entry) error {
	_, p := v.at()
	e.Saved = time.Now().UTC()
	if _, err := fileName(e.Account); err != nil {
		return err
	}
	return p.put(ctx, e)
}

// Delete removes an entry. One that is not there is no error. It asks nobody.
func (v *Vault) Delete(ctx context.Context, account string) error {
	_, p := v.at()
	return p.delete(ctx, account)
}

// Forget drops the unlocked identity from memory: the next Get of kind File
// asks for the passphrase again. Entries of kind Memory stay.
func (v *Vault) Forget() {
	_, p := v.at()
	p.forget()
}

// Notices gives what the person should be told since the last call.
func (v *Vault) Notices() []string {
	v.mu.Lock()
	defer v.mu.Unlock()
	out := v.notices
	v.notices = nil
	return out
}

func (v *Vault) note(text string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if !slices.Contains(v.notices, text) {
		v.notices = append(v.notices, text)
	}
}

// elsewhere looks for a key in the folders of the other kinds.
func (v *Vault) elsewhere(account string, here Kind) Kind {
	name, err := fileName(account)
	if err != nil || v.root == "" {
		return ""
	}
	for _, k := range []Kind{Keychain, File} {
		if _, err := os.Lstat(filepath.Join(v.dirOf(k), name+extension)); k != here && err == nil {
			if _, err := safefile.Read(filepath.Join(v.dirOf(k), recipientName), 4096); err == nil {
				return k
			}
		}
	}
	return ""
}
