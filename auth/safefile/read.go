package safefile

import (
	"io"
	"io/fs"
	"os"
)

// Read gives the content of a private file of at most limit bytes. It never
// follows a symbolic link and never waits on a pipe or a device. The error is
// fs.ErrNotExist, a *RefusedError, a *TooLargeError or the system's own.
func Read(path string, limit int64) ([]byte, error) {
	info, err := os.Lstat(path)
	if err != nil {
		return nil, err
	}
	if err := checkFile(path, info); err != nil {
		return nil, err
	}
	f, err := os.OpenFile(path, os.O_RDONLY|noFollow, 0)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	// The name may have got another file since: what counts is the open one.
	if info, err = f.Stat(); err != nil {
		return nil, err
	}
	if err := checkFile(path, info); err != nil {
		return nil, err
	}
	if info.Size() > limit {
		return nil, &TooLargeError{Path: path, Limit: limit}
	}
	if err := closeFileToOthers(f, info); err != nil {
		return nil, err
	}
	data, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err != nil {
		return nil, err
	}
	if int64(len(data)) > limit {
		return nil, &TooLargeError{Path: path, Limit: limit}
	}
	return data, nil
}

func checkFile(path string, info fs.FileInfo) error {
	switch {
	case info.Mode()&fs.ModeSymlink != 0:
		return &RefusedError{Path: path, Reason: "it is a symbolic link; put a real file there"}
	case !info.Mode().IsRegular():
		return &RefusedError{Path: path, Reason: "it is not an ordinary file"}
	}
	return checkOwner(path, info)
}
