from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('recommendations', '0012_standings_positions'),
    ]

    operations = [
        migrations.AlterField(
            model_name='historicalpolicy',
            name='local_unit',
            field=models.CharField(choices=[('days', 'days'), ('working days', 'working days'), ('weeks', 'weeks'), ('months', 'months')], default='weeks', max_length=15, verbose_name='unit of the local rule'),
        ),
        migrations.AlterField(
            model_name='notice',
            name='clock',
            field=models.CharField(choices=[('two months', 'Two months'), ('28 days', '28 days'), ('eight weeks', 'Eight weeks'), ('none', 'None')], max_length=20),
        ),
        migrations.AlterField(
            model_name='policy',
            name='local_unit',
            field=models.CharField(choices=[('days', 'days'), ('working days', 'working days'), ('weeks', 'weeks'), ('months', 'months')], default='weeks', max_length=15, verbose_name='unit of the local rule'),
        ),
    ]
