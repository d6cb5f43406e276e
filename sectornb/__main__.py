"""`python -m sectornb` is the command `sectornb`."""

from sectornb.cli import main

if __name__ == "__main__":
    main()
