# Two names for the two commands of the README; everything they need is made by manage.py itself.
.PHONY: run test

run:
	python3 manage.py up

test:
	python3 manage.py test
